#!/usr/bin/env python3
"""Speaks LSP over stdio to a clangd and prints what an editor would show.

    lsp_client.py SERVER FILE [--flag F]... [--then FILE2] [--hover L:C]
                  [--complete L:C] [--definition L:C] [--server-arg A]...

Diagnostics are printed in Clang's text form, one line each, related locations as
notes; --then replaces the open file's text, as typing does, and prints the next set.
Lines and columns count from 1. Fails if an answer takes longer than a minute.
"""
import argparse
import json
import os
import pathlib
import queue
import subprocess
import sys
import threading
import urllib.parse

# Where clangd looks for the user's configuration.
CONFIG = os.path.join(os.path.dirname(os.path.abspath(__file__)), "clangd", "Inputs")
TIMEOUT = 60  # seconds; generous, because sanitizer builds are slow


class Server:
    def __init__(self, argv):
        self.process = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                        env={**os.environ, "XDG_CONFIG_HOME": CONFIG})
        self.received = queue.Queue()
        self.notifications = []
        self.last_id = 0
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        stream = self.process.stdout
        while True:
            length = None
            for line in iter(stream.readline, b"\r\n"):
                if not line:
                    self.received.put(None)
                    return
                name, _, value = line.decode("ascii").partition(":")
                if name.lower() == "content-length":
                    length = int(value)
            self.received.put(json.loads(stream.read(length)))

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _next(self):
        message = self.received.get(timeout=TIMEOUT)
        if message is None:
            raise RuntimeError("the server ended with status %s" % self.process.wait())
        if "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})  # progress tokens and the like
        return message

    def notify(self, method, params):
        self._send({"method": method, "params": params})

    def request(self, method, params):
        self.last_id += 1
        self._send({"id": self.last_id, "method": method, "params": params})
        while True:
            message = self._next()
            if message.get("id") == self.last_id and "method" not in message:
                if "error" in message:
                    raise RuntimeError("%s: %s" % (method, message["error"]))
                return message["result"]
            self.notifications.append(message)

    def wait_for(self, method, wanted):
        """The first notification of this method whose parameters are wanted."""
        seen, self.notifications = self.notifications, []
        while True:
            message = seen.pop(0) if seen else self._next()
            if message.get("method") == method and wanted(message["params"]):
                self.notifications = seen
                return message["params"]

    def stop(self):
        self.request("shutdown", None)
        self.notify("exit", None)
        return self.process.wait(timeout=TIMEOUT)


def path_of(uri):
    return urllib.parse.unquote(urllib.parse.urlparse(uri).path)


def place(uri, at):
    return "%s:%d:%d" % (path_of(uri), at["line"] + 1, at["character"] + 1)


def show_diagnostics(params):
    severities = {1: "error", 2: "warning", 3: "remark", 4: "hint"}
    for d in sorted(params["diagnostics"], key=lambda d: (d["range"]["start"]["line"], d["range"]["start"]["character"])):
        print("%s: %s: %s [%s]" % (place(params["uri"], d["range"]["start"]), severities[d["severity"]], d["message"],
                                   d.get("code", "")))
        for related in d.get("relatedInformation", []):
            at = related["location"]
            print("%s: note: %s" % (place(at["uri"], at["range"]["start"]), related["message"]))


def position(text):
    line, column = text.split(":")
    return {"line": int(line) - 1, "character": int(column) - 1}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("server")
    parser.add_argument("file")
    parser.add_argument("--flag", action="append", default=[], help="compile flag of FILE")
    parser.add_argument("--server-arg", action="append", default=[])
    parser.add_argument("--then", help="a file with the next version of the text")
    parser.add_argument("--hover", type=position)
    parser.add_argument("--complete", type=position)
    parser.add_argument("--definition", type=position)
    options = parser.parse_args()

    path = os.path.realpath(options.file)
    uri = pathlib.Path(path).as_uri()
    document = {"uri": uri}
    # --sync: completion must not depend on whether a background thread has indexed a header.
    server = Server([options.server, "--sync", "--background-index=false", "--log=error"] + options.server_arg)
    server.request("initialize", {
        "processId": os.getpid(),
        "rootUri": pathlib.Path(os.path.dirname(path)).as_uri(),
        "capabilities": {"textDocument": {"publishDiagnostics": {"relatedInformation": True, "versionSupport": True}}},
        # Says itself how the file is compiled: the build tree that the tests run in has a
        # compilation database, and clangd would guess from it.
        "initializationOptions": {"compilationDatabaseChanges": {path: {
            "workingDirectory": os.path.dirname(path), "compilationCommand": ["clang++", *options.flag, path]}}},
    })
    server.notify("initialized", {})

    with open(path, encoding="utf-8") as file:
        text = file.read()
    server.notify("textDocument/didOpen", {"textDocument": {**document, "languageId": "cpp", "version": 1, "text": text}})
    show_diagnostics(server.wait_for("textDocument/publishDiagnostics",
                                     lambda p: p["uri"] == uri and p.get("version") == 1))
    if options.then:
        with open(options.then, encoding="utf-8") as file:
            text = file.read()
        server.notify("textDocument/didChange",
                      {"textDocument": {**document, "version": 2}, "contentChanges": [{"text": text}]})
        print("--- edited")
        show_diagnostics(server.wait_for("textDocument/publishDiagnostics",
                                         lambda p: p["uri"] == uri and p.get("version") == 2))
    if options.hover:
        answer = server.request("textDocument/hover", {"textDocument": document, "position": options.hover})
        print("hover:", " ".join(answer["contents"]["value"].split()) if answer else None)
    if options.definition:
        answer = server.request("textDocument/definition", {"textDocument": document, "position": options.definition})
        for at in answer:
            print("definition:", place(at["uri"], at["range"]["start"]))
    if options.complete:
        answer = server.request("textDocument/completion", {"textDocument": document, "position": options.complete})
        for item in answer["items"]:
            print("completion:", item["label"].strip())
    return server.stop()


if __name__ == "__main__":
    sys.exit(main())
