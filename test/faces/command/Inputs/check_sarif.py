"""check_sarif.py FILE [ROOT]: what the SARIF 2.1.0 schema and its consumers demand of our
reports. Prints one line a result. With ROOT, each relative uri must be a file below it."""
import json
import os
import re
import sys
import urllib.parse

with open(sys.argv[1], encoding="utf-8") as file:
    text = file.read()
log = json.loads(text)
root = sys.argv[2] if len(sys.argv) > 2 else None
KINDS = {"function", "member", "module", "namespace", "resource", "returnType", "type", "variable"}
LEVELS = {"none", "note", "warning", "error"}


def need(condition, what):
    if not condition:
        sys.exit(f"check_sarif: {what}")


def keys(value, required, optional, where):
    """The schema allows no further properties anywhere."""
    need(isinstance(value, dict), f"{where} is no object")
    need(set(required) <= set(value), f"{where} lacks {set(required) - set(value)}")
    extra = set(value) - set(required) - set(optional)
    need(not extra, f"{where} has {extra}")


def message(value, where):
    keys(value, ["text"], ["markdown", "arguments", "id"], where)
    need(isinstance(value["text"], str) and value["text"], f"{where} is empty")


def artifact(value, where):
    keys(value, ["uri"], ["uriBaseId", "index"], where)
    uri = value["uri"]
    need(re.fullmatch(r"(?:%[0-9A-F]{2}|[A-Za-z0-9._~!$&'()*+,;=:@/-])+", uri), f"{where}: {uri} is not encoded")
    if "uriBaseId" in value:
        need(value["uriBaseId"] == "%SRCROOT%", f"{where}: base {value['uriBaseId']}")
        need(not uri.startswith("/") and "://" not in uri, f"{where}: {uri} is not relative")
        need(".." not in uri.split("/"), f"{where}: {uri} leaves the root")
        if root:
            need(os.path.exists(os.path.join(root, urllib.parse.unquote(uri))), f"{where}: no file {uri}")
    else:
        need(uri.startswith("file:///"), f"{where}: {uri} is neither relative nor a file URI")


def region(value, where):
    keys(value, ["startLine"], ["startColumn", "endLine", "endColumn"], where)
    for name, number in value.items():
        need(isinstance(number, int) and number >= 1, f"{where}: {name} is {number}")


def location(value, where, physical=True):
    keys(value, ["physicalLocation"] if physical else [],
         ["physicalLocation", "id", "logicalLocations", "message"], where)
    if "physicalLocation" in value:
        keys(value["physicalLocation"], ["artifactLocation"], ["region", "contextRegion"], where)
        artifact(value["physicalLocation"]["artifactLocation"], where)
        if "region" in value["physicalLocation"]:
            region(value["physicalLocation"]["region"], where)
    if "message" in value:
        message(value["message"], where)
    for logical in value.get("logicalLocations", []):
        keys(logical, ["fullyQualifiedName", "kind"], ["name", "index", "decoratedName"], where)
        need(logical["kind"] in KINDS, f"{where}: kind {logical['kind']}")


keys(log, ["version", "runs"], ["$schema", "properties"], "the log")
need(log["version"] == "2.1.0", "not version 2.1.0")
need(len(log["runs"]) == 1, "not one run")
run = log["runs"][0]
keys(run, ["tool", "results", "invocations"], ["columnKind"], "run")
need(run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints"), "columnKind")

driver = run["tool"]["driver"]
keys(driver, ["name", "version", "semanticVersion", "rules"], ["notifications", "informationUri"], "driver")
need(re.fullmatch(r"\d+\.\d+\.\d+", driver["semanticVersion"]), "semanticVersion")
for rule in driver["rules"]:
    keys(rule, ["id", "name", "shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"],
         ["helpUri"], "rule")
    keys(rule["defaultConfiguration"], ["enabled", "level"], [], "rule's configuration")
    need(rule["defaultConfiguration"]["level"] in LEVELS, "rule's level")
    for name in ("shortDescription", "fullDescription", "help"):
        message(rule[name], name)
need(len({rule["id"] for rule in driver["rules"]}) == len(driver["rules"]), "two rules with one id")

for invocation in run["invocations"]:
    keys(invocation, ["executionSuccessful"], ["toolExecutionNotifications"], "invocation")
    need(isinstance(invocation["executionSuccessful"], bool), "executionSuccessful")
    for notification in invocation["toolExecutionNotifications"]:
        keys(notification, ["message", "level", "descriptor", "locations"], [], "notification")
        message(notification["message"], "notification")
        need(notification["level"] in LEVELS, "notification's level")
        descriptor = driver["notifications"][notification["descriptor"]["index"]]
        need(descriptor["id"] == notification["descriptor"]["id"], "notification's descriptor")
        for place in notification["locations"]:
            location(place, "notification")
        print(f"unit {notification['level']}: {notification['message']['text']}")

for result in run["results"]:
    keys(result, ["ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints"],
         ["relatedLocations", "codeFlows", "fixes"], "result")
    need(driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"], "ruleIndex")
    need(result["level"] in LEVELS, "level")
    message(result["message"], "result")
    need(len(result["locations"]) == 1, "not one location")
    location(result["locations"][0], "result")
    need(re.fullmatch(r"[0-9a-f]{32}", result["partialFingerprints"]["maprace/v1"]), "fingerprint")
    need("primaryLocationLineHash" not in result["partialFingerprints"], "GitHub's own key")
    ids = []
    for related in result.get("relatedLocations", []):
        location(related, "related location")
        ids.append(related["id"])
    need(len(set(ids)) == len(ids), "two related locations with one id")
    for link in re.findall(r"\]\((\d+)\)", result["message"]["text"]):
        need(int(link) in ids, f"link to {link}")
    flows = result.get("codeFlows", [])
    need(len(flows) <= 1, "several code flows")
    threads = flows[0]["threadFlows"] if flows else []
    for thread in threads:
        keys(thread, ["locations"], ["id", "message"], "thread flow")
        need(thread["locations"], "empty thread flow")
        for step in thread["locations"]:
            keys(step, ["location"], ["importance", "state", "nestingLevel"], "step")
            location(step["location"], "step", physical=False)
            for held in step.get("state", {}).values():
                message(held, "state")
    for fix in result.get("fixes", []):
        keys(fix, ["artifactChanges"], ["description"], "fix")
        for change in fix["artifactChanges"]:
            keys(change, ["artifactLocation", "replacements"], [], "change")
            artifact(change["artifactLocation"], "change")
            for replacement in change["replacements"]:
                keys(replacement, ["deletedRegion"], ["insertedContent"], "replacement")
                region(replacement["deletedRegion"], "replacement")
    place = result["locations"][0]
    where = place["physicalLocation"]
    logical = place["logicalLocations"][0]
    print(f"{result['ruleId']} {where['artifactLocation']['uri']}:{where['region']['startLine']}:"
          f"{where['region']['startColumn']} {logical['fullyQualifiedName']} ({logical['kind']}), {len(threads)} threads")
