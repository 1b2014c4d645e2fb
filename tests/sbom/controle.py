"""Checks a list of components: that it is CycloneDX, that all that is linked in is on it, and that it says the same as Cargo.lock."""

import json
import subprocess
import sys
import tomllib

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

path, target = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    text = file.read()
bom = json.loads(text)

fault = JsonStrictValidator(SchemaVersion.from_version(bom["specVersion"])).validate_str(text)
if fault is not None:
    sys.exit(f"{path} is no CycloneDX {bom['specVersion']}: {str(fault).splitlines()[0]}")

with open("Cargo.lock", "rb") as file:
    locked = {(package["name"], package["version"]): package.get("checksum") for package in tomllib.load(file)["package"]}
listed = {}
for component in bom["components"]:
    key = component["name"], component["version"]
    hashes = [h["content"] for h in component.get("hashes", []) if h["alg"] == "SHA-256"]
    if key not in locked:
        sys.exit(f"{key} is not in Cargo.lock")
    if hashes != ([locked[key]] if locked[key] else []):
        sys.exit(f"{key} has another checksum than in Cargo.lock: {hashes}")
    if not component.get("licenses"):
        sys.exit(f"{key} has no licence")
    listed[key] = component

tree = ["cargo", "tree", "--package", "wijkspoor", "--target", target, "--edges", "normal,build", "--prefix", "none", "--format", "{p}"]
lines = subprocess.run(tree, check=True, capture_output=True, text=True).stdout.splitlines()
linked = {(words[0], words[1].removeprefix("v")) for words in (line.split() for line in lines) if len(words) > 1}
linked.discard(("wijkspoor", bom["metadata"]["component"]["version"]))
if linked - set(listed):
    sys.exit(f"linked in, but not listed: {sorted(linked - set(listed))}")
# What `cargo metadata` says of features is a little more than what is compiled.
more = sorted(name for name, _ in set(listed) - linked)
ours = sum(1 for name, _ in listed if name.startswith("wijkspoor-"))
print(f"{path}: CycloneDX {bom['specVersion']}, {len(listed)} components, {ours} of them ours, as in Cargo.lock; not compiled: {', '.join(more) or 'none'}")
