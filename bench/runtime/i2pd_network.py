#!/usr/bin/env python3
"""Three i2pd routers that know each other, and clients of their consoles and SAM bridges.

    i2pd_network.py --i2pd PROGRAM --work FOLDER [SECONDS]

The load under which docs/runtime.md has i2pd run by `maprace confirm`. The first router inherits
MAPRACE_OPTIONS; the other two run in trap mode and say nothing. All of it happens in a network
namespace of its own (needs root, and `unshare` and `ip`), with addresses on its loopback and a
network number that nobody else has: nothing leaves the machine. The folder keeps the routers'
keys and what they print, and can be used again. Ends when the time is over or the first router
has ended, with status 0; with 2 where it cannot run.
"""
import argparse
import http.client
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request

ROUTERS = 3
PAGES = ["", "?page=tunnels", "?page=transports", "?page=transit_tunnels", "?page=i2p_tunnels",
         "?page=local_destinations", "?page=leasesets", "?page=sam_sessions", "?page=routerinfos"]
# Set in the process that runs inside the namespace.
INSIDE = "MAPRACE_I2PD_NETWORK"


def address(number):
    # Of a range that routers accept as public.
    return "45.1.%d.1" % (number + 1)


def enter_namespace():
    """Starts this script again in a network namespace of its own."""
    for tool in ["unshare", "ip"]:
        if not shutil.which(tool):
            refuse("'%s' is not installed" % tool)
    if os.geteuid() != 0:
        refuse("a network namespace needs root")
    os.environ[INSIDE] = "1"
    os.execvp("unshare", ["unshare", "-n", sys.executable, os.path.abspath(__file__)] + sys.argv[1:])


def refuse(reason):
    print("i2pd_network.py: error: " + reason, file=sys.stderr)
    sys.exit(2)


class Network:
    def __init__(self, program, work):
        self.program, self.work = program, work
        self.stop = threading.Event()
        self.work.mkdir(parents=True, exist_ok=True)
        (self.work / "i2pd.conf").write_text("reservedrange = false\nnat = false\n")

    def start(self, number, first):
        env = dict(os.environ)
        if not first:
            env["MAPRACE_OPTIONS"] = "mode=trap:action=log:exitcode=0:quiet=1"
        folder = self.work / str(number)
        folder.mkdir(exist_ok=True)
        options = {
            "datadir": folder, "conf": self.work / "i2pd.conf", "netid": 99, "loglevel": "info",
            "host": address(number), "address4": address(number), "port": 20100 + number,
            "ntcp2.published": 1, "ntcp2.port": 20100 + number, "ssu2.published": 1, "ssu2.port": 20200 + number,
            "reseed.urls": "https://127.0.0.1:1/", "reseed.threshold": 0, "bandwidth": "X", "share": 100,
            "http.port": 20300 + number, "sam.port": 20400 + number, "httpproxy.port": 20500 + number,
            "socksproxy.port": 20600 + number, "i2cp.enabled": 1, "i2cp.port": 20700 + number,
            "exploratory.inbound.length": 1, "exploratory.outbound.length": 1,
        }
        command = [str(self.program), "--floodfill"] + ["--%s=%s" % row for row in options.items()]
        with open(self.work / ("%d.out" % number), "ab") as out:
            return subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=env)

    def introduce(self):
        """Each router makes its keys once, and is given the others' addresses."""
        for number in range(ROUTERS):
            info = self.work / str(number) / "router.info"
            if not info.exists():
                router = self.start(number, False)
                for _ in range(600):
                    if info.exists() or router.poll() is not None:
                        break
                    time.sleep(0.1)
                router.send_signal(signal.SIGTERM)
                self.end(router)
                if not info.exists():
                    refuse("router %d has not come up: see %s" % (number, self.work / ("%d.out" % number)))
        for number in range(ROUTERS):
            known = self.work / str(number) / "netDb" / "rA"
            known.mkdir(parents=True, exist_ok=True)
            for other in range(ROUTERS):
                if other != number:
                    shutil.copy(self.work / str(other) / "router.info",
                                known / ("routerInfo-A%s.dat" % (str(other) * 43)))

    @staticmethod
    def end(router):
        try:
            router.wait(8)
        except subprocess.TimeoutExpired:
            router.kill()
            router.wait()

    def read_console(self, number):
        while not self.stop.is_set():
            for page in PAGES:
                try:
                    urllib.request.urlopen("http://127.0.0.1:%d/%s" % (20300 + number, page), timeout=3).read()
                except (OSError, http.client.HTTPException):
                    time.sleep(0.05)  # not up yet, or busy

    def open_sessions(self, number, client):
        count = 0
        while not self.stop.is_set():
            count += 1
            try:
                with socket.create_connection(("127.0.0.1", 20400 + number), timeout=5) as connection:
                    stream = connection.makefile("rw")
                    for line in ["HELLO VERSION MIN=3.0 MAX=3.1",
                                 "SESSION CREATE STYLE=STREAM ID=s%dx%d DESTINATION=TRANSIENT inbound.length=1 "
                                 "outbound.length=1" % (client, count),
                                 "NAMING LOOKUP NAME=ME", "NAMING LOOKUP NAME=nowhere.i2p"]:
                        stream.write(line + "\n")
                        stream.flush()
                        stream.readline()
            except OSError:
                time.sleep(0.1)

    def run(self, seconds):
        self.introduce()
        routers = [self.start(number, number == 0) for number in range(ROUTERS)]
        clients = [threading.Thread(target=self.read_console, args=(0,)) for _ in range(2)]
        clients += [threading.Thread(target=self.open_sessions, args=(0, client)) for client in range(3)]
        clients.append(threading.Thread(target=self.open_sessions, args=(1, 9)))
        for client in clients:
            client.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end and routers[0].poll() is None:
            time.sleep(0.2)
        self.stop.set()
        for router in routers:
            router.send_signal(signal.SIGTERM)
        for client in clients:
            client.join()
        for router in routers:
            self.end(router)
        print("i2pd_network.py: the routers ended with", [router.returncode for router in routers], file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--i2pd", type=pathlib.Path, required=True, help="the program, built with the flags of maprace flags")
    parser.add_argument("--work", type=pathlib.Path, required=True, help="folder for the routers' data")
    parser.add_argument("seconds", type=float, nargs="?", default=110)
    settings = parser.parse_args()
    if not os.access(settings.i2pd, os.X_OK):
        refuse("'%s' is no program" % settings.i2pd)
    if INSIDE not in os.environ:
        enter_namespace()
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    for number in range(ROUTERS):
        subprocess.run(["ip", "address", "add", address(number) + "/32", "dev", "lo"], check=True)
    Network(settings.i2pd.resolve(), settings.work.resolve()).run(settings.seconds)


main()
