"""The documents of ZGW, and holding requests and answers to them.

They are not ours and no registry that CI reaches has them: WIJKSPOOR_ZGW_DOCUMENTEN names a folder with zrc-1.7.0.yaml and
brc-1.1.0.yaml, which stand at https://github.com/VNG-Realisatie/gemma-zaken (api-specificatie/zrc and brc).
"""

import json
import os
import re
import sys
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator
from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator

# What OpenAPI says of headers does not hold for these.
NOT_PARAMETERS = {"content-type", "accept", "authorization"}


class Document:
    """One OpenAPI 3.0 document."""

    def __init__(self, path):
        self.name = path.name
        self.document = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        # A date stays what is written.
        self.document = json.loads(json.dumps(self.document, default=str))
        self.paths = [
            (re.compile("^" + re.sub(r"\\\{[a-z_]+\\\}", "[^/]+", re.escape(path)) + "$"), path, item)
            for path, item in sorted(self.document["paths"].items(), key=lambda entry: entry[0].count("{"))
        ]

    def resolve(self, thing):
        while "$ref" in thing:
            place = self.document
            for part in thing["$ref"].removeprefix("#/").split("/"):
                place = place[part]
            thing = place
        return thing

    def operation(self, method, path):
        for pattern, _, item in self.paths:
            if pattern.match(path) and method.lower() in item:
                operation = item[method.lower()]
                parameters = [self.resolve(p) for p in item.get("parameters", []) + operation.get("parameters", [])]
                return operation, parameters
        return None, []

    def faults(self, schema, value, validator):
        whole = {**schema, "components": self.document["components"]}
        checker = validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
        return [f"{'/'.join(map(str, e.absolute_path))}: {e.message[:300]}" for e in checker.iter_errors(value)]

    def properties(self, schema):
        """All properties that a schema names, also by way of others."""
        schema = self.resolve(schema)
        found = dict(schema.get("properties", {}))
        for part in schema.get("allOf", []):
            found |= self.properties(part)
        mapping = schema.get("discriminator", {}).get("mapping", {})
        for name in mapping.values() if "betrokkeneType" in found else []:
            for part in self.resolve({"$ref": name})["allOf"][1:]:
                found |= self.properties(part)
        return found

    def subtype(self, schema, value):
        """The schema to which a discriminator leads."""
        discriminator = self.resolve(schema).get("discriminator")
        kind = discriminator and discriminator["mapping"].get(value.get(discriminator["propertyName"]))
        return {"$ref": kind} if kind else schema

    def request(self, method, path, query, headers, body):
        """What is wrong with a request."""
        operation, parameters = self.operation(method, path)
        if operation is None:
            return [f"{method} {path} is no operation"]
        faults = []
        known = {p["name"]: p for p in parameters if p["in"] == "query"}
        for name, value in query:
            if name not in known:
                faults.append(f"there is no parameter {name}")
                continue
            schema = known[name]["schema"]
            if schema.get("type") == "integer":
                value = int(value)
            faults += [f"{name} {fault}" for fault in self.faults(schema, value, OAS30WriteValidator)]
        for parameter in parameters:
            name = parameter["name"].lower()
            if parameter["in"] != "header" or name in NOT_PARAMETERS:
                continue
            value = headers.get(name)
            if value is None and parameter.get("required"):
                faults.append(f"the header {parameter['name']} is not there")
            elif value is not None:
                faults += [f"{name} {fault}" for fault in self.faults(parameter["schema"], value, OAS30WriteValidator)]
        content = self.resolve(operation.get("requestBody", {})).get("content")
        if content is None:
            return faults + (["there is a body"] if body else [])
        if headers.get("content-type", "").split(";")[0] != "application/json":
            faults.append(f"Content-Type is {headers.get('content-type')}")
        value = json.loads(body)
        schema = self.subtype(content["application/json"]["schema"], value)
        faults += self.faults(schema, value, OAS30WriteValidator)
        properties = self.properties(content["application/json"]["schema"])
        for name in value:
            if name not in properties:
                faults.append(f"{name} is no property")
            elif properties[name].get("readOnly"):
                faults.append(f"{name} is made by the API, and must not be sent")
        return faults

    def answer(self, method, path, value):
        """What is wrong with a successful answer to a request."""
        operation, _ = self.operation(method, path)
        assert operation, f"{method} {path} is no operation of {self.name}"
        answers = operation["responses"]
        schema = next(answers[code] for code in answers if code.startswith("2"))["content"]["application/json"]["schema"]
        faults = self.faults(schema, value, OAS30ReadValidator)
        # A discriminator says more of each than the list does.
        for row in value.get("results", []) if isinstance(value, dict) else []:
            item = self.resolve(schema)["properties"]["results"]["items"]
            faults += self.faults(self.subtype(item, row), row, OAS30ReadValidator)
        return faults


def documents():
    """The Zaken API and the Besluiten API; ends with 77 when they are not there: then nothing was checked."""
    folder = Path(os.environ.get("WIJKSPOOR_ZGW_DOCUMENTEN", Path(__file__).resolve().parents[3] / "shared/checkers"))
    files = [folder / "zrc-1.7.0.yaml", folder / "brc-1.1.0.yaml"]
    for file in files:
        if not file.is_file():
            print(f"there is no {file}: set WIJKSPOOR_ZGW_DOCUMENTEN (tests/zgw/documenten.py says where to get it)", file=sys.stderr)
            sys.exit(77)
    return [Document(file) for file in files]
