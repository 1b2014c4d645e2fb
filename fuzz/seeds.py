#!/usr/bin/env python3
"""Gives each fuzz target something to begin with, from what stands in the repository already: fuzz/seeds.py TARGET FOLDER."""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def definitie():
    """Workflows and an inrichting; the large ones also part by part."""
    for path in [*ROOT.glob("crates/domain/src/werkstroom/*.toml"), *ROOT.glob("docs/voorbeelden/*.toml")]:
        yield path.read_bytes()
    inrichting = (ROOT / "crates/wijkspoor/src/voorbeeld/inrichting.toml").read_text()
    yield inrichting.encode()
    head, *tables = inrichting.split("\n[[")
    for table in tables:
        yield f"{head}\n[[{table}".encode()


def invoer():
    """The example, whole and initiative by initiative, in three ways of writing."""
    text = (ROOT / "docs/voorbeelden/initiatieven.csv").read_text()
    yield text.encode()
    head, *rows = text.splitlines()
    for row in rows:
        yield f"{head}\n{row}\n".encode()
    yield text.replace(";", "\t").encode()
    yield text.encode("cp1252", errors="replace")
    import io
    import zipfile

    # The least that is a workbook.
    book = io.BytesIO()
    cells = "".join(
        f'<row r="{n}">' + "".join(f'<c r="{c}{n}" t="inlineStr"><is><t>{v}</t></is></c>' for c, v in zip("ABC", row)) + "</row>"
        for n, row in enumerate([("initiatief", "stap", "datum"), ("1", "initiatief_ingediend", "2024-01-02")], 1)
    )
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_STORED) as z:
        z.writestr("xl/workbook.xml", f'<workbook {main} xmlns:r="{rel}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
        z.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r1" Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        z.writestr("xl/worksheets/sheet1.xml", f"<worksheet {main}><sheetData>{cells}</sheetData></worksheet>")
    yield book.getvalue()


def notitie():
    """A text; the target signs it itself."""
    yield b"log.example/fuzz\n12\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    yield "log\n1\nAAAA\n\n— log AAAAAAAAAAAAAAAA\n".encode()
    yield b"log+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    yield b"PRIVATE+KEY+log+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


def feit():
    """What the golden files hold, as any kind: the first byte chooses."""
    for path in [*ROOT.glob("crates/domain/tests/gouden/*.json"), *ROOT.glob("crates/domain/tests/gouden_reeksen/*.json")]:
        for kind in range(0, 256, 16):
            yield bytes([(kind + hash_of(path)) % 256]) + path.read_bytes()


def bewijs():
    """Numbers that choose an event and what is changed; the proof itself is made by the target."""
    for n in range(0, 256, 12):
        yield bytes([n, n // 3, 1, 40, 0, 48, 0, 0, 0])
    yield b"\x01\x01\x00" + json.dumps({"soort": "wijkspoor-bewijs-1", "pad": [], "checkpoint": "", "sleutels": []}).encode()


def cursor():
    """Texts that clients send back."""
    import base64

    inner = {"order": "titel", "int": None, "text": "a", "id": "x"}
    for text in [json.dumps(inner), json.dumps({**inner, "int": 5, "text": None})]:
        yield base64.urlsafe_b64encode(text.encode()).rstrip(b"=") + b"titel" + bytes([1, 2, 3, 4, 5, 6, 7, 8, 9])
    yield b"0198f2c0-0000-7000-8000-000000000000" + bytes(12)
    yield b"limiet=10&gebied=Noord&cursor=abc" + bytes(12)


def token():
    """Claims as providers write them."""
    claims = {"iss": "https://op.example", "aud": ["wij"], "exp": 1800000060, "nbf": 1700000000, "sub": "x", "roles": ["r-tlo", "r-afdeling"],
              "gebied": ["Noord", "*"], "afdeling": "Beheer", "scope": "lezen schrijven", "azp": "x"}
    for left in claims:
        some = {name: claim for name, claim in claims.items() if name != left}
        text = json.dumps(some).encode()
        yield text + b"afdeling:Beheer" + bytes([len(text) % 256, len(text) // 256, 3, 1, 0, 65])
    yield b'{"keys":[{"kty":"EC","crv":"P-256","kid":"a","x":"AA","y":"AA"},{"kty":"RSA","n":"AQAB","e":"AQAB"}]}' + bytes(8)


def verzoek():
    """A good body for every write, by every role that there is."""
    api = json.loads((ROOT / "api-spec/openapi.json").read_text())
    schemas = api["components"]["schemas"]

    def example(schema, deep=0):
        if "$ref" in schema:
            return example(schemas[schema["$ref"].split("/")[-1]], deep + 1)
        for known in ("example", "const", "default"):
            if known in schema:
                return schema[known]
        if "enum" in schema:
            return schema["enum"][0]
        for choice in ("oneOf", "anyOf", "allOf"):
            if choice in schema:
                return example(schema[choice][0], deep + 1)
        kind = schema.get("type")
        kind = kind[0] if isinstance(kind, list) else kind
        if kind == "object":
            needed = schema.get("required", [])
            fields = schema.get("properties", {}).items()
            return {name: example(field, deep + 1) for name, field in fields if name in needed or deep < 2}
        if kind == "array":
            return [example(schema["items"], deep + 1)]
        formats = {"date": "2026-05-01", "date-time": "2026-05-01T10:00:00Z", "uuid": "0198f2c0-0000-7000-8000-000000000000"}
        return {"integer": 1, "number": 1, "boolean": True, "null": None}.get(kind, formats.get(schema.get("format"), "Noord"))

    # In the order of the target.
    operations = [(m != "post", path, op) for path, methods in api["paths"].items() for m, op in methods.items()]
    operations.sort(key=lambda row: row[:2])
    for n, (reads, path, operation) in enumerate(operations):
        for role in range(8):
            if reads:
                query = "&".join(f"{p['name']}={example(p['schema'])}" for p in operation.get("parameters", []) if p["in"] == "query")
                yield bytes([n, role]) + query.encode()
                continue
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            shapes = schemas[schema["$ref"].split("/")[-1]].get("oneOf", [schema]) if "$ref" in schema else [schema]
            for shape in shapes:
                yield bytes([n, role]) + json.dumps(example(shape)).encode()


def hash_of(path):
    return sum(path.name.encode()) % 256


def main():
    target, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for n, seed in enumerate(globals().get(target, tuple)()):
        (folder / f"seed-{n:04}").write_bytes(seed)


main()
