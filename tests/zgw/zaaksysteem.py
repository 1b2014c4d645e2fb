"""A small Zaken API and Besluiten API to pass on to. It keeps to the rules that Open Zaak keeps to, holds every request to the
documents, and fails as networks and servers do: before it did what was asked, and after.
"""

import json
import random
import threading
import uuid
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt

SECRET, CLIENT = "een geheim dat alleen de test kent, lang genoeg voor HS256", "wijkspoor-test"
PAGE = 3


class Refused(Exception):
    """An error of ZGW."""

    def __init__(self, code, name="", status=400):
        super().__init__(code)
        self.status, self.code, self.name = status, code, name


class Zaaksysteem:
    """What it has, and how it fails. `chance` is how often."""

    def __init__(self, zaken_api, besluiten_api, end, chance=0.0, seed=1):
        self.apis = {"zaken": zaken_api, "besluiten": besluiten_api}
        self.end, self.chance, self.random = end, chance, random.Random(seed)
        self.things = {"zaken": {}, "statussen": {}, "resultaten": {}, "rollen": {}, "besluiten": {}}
        self.requests, self.faults, self.failures, self.duplicates = [], [], 0, 0
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handler(zelf):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Headers and body in one go: apart, the second waits for the other side to have seen the first.
            wbufsize, disable_nagle_algorithm = -1, True

            def do(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                answer = zelf.handle(self.command, self.path, headers, body)
                if answer is None:
                    self.close_connection = True
                    self.connection.close()
                    return
                status, value, more = answer
                text = b"" if value is None else json.dumps(value).encode()
                self.send_response(status)
                for name, header in more.items():
                    self.send_header(name, header)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = do_PATCH = do_DELETE = do

            def handle_one_request(self):
                try:
                    super().handle_one_request()
                except (ConnectionError, ValueError):
                    self.close_connection = True

            def log_message(self, *_):
                pass

        return Handler

    def handle(self, method, address, headers, body):
        with self.lock:
            fate = self.random.random() / self.chance if self.chance else 9
            if fate < 0.5:
                self.failures += 1
                status = self.random.choice([500, 502, 503, 429])
                return status, {"code": "error", "title": "Nu niet"}, {"Retry-After": "0"}
            address = urlsplit(address)
            _, name, _, _, path = address.path.split("/", 4)
            api = self.apis[name]
            query = parse_qsl(address.query, keep_blank_values=True)
            self.requests.append((method, path, json.loads(body) if body else None))
            faults = api.request(method, f"/{path}", query, headers, body) + self.token(headers)
            if faults:
                self.faults.append(f"{method} {address.path}?{address.query} {body[:300]}: {faults}")
            what = method, path, parse_qs(address.query), json.loads(body) if body else None
            if 0.9 < fate < 1 and method == "POST" and path != "rollen":
                # Nobody hears of it, and it is done a while after; of a role nothing would tell that it is the second.
                self.failures += 1
                threading.Timer(0.03, self.later, what).start()
                return None
            answer = self.answer(*what)
            if fate < 1:
                # It was done, and the answer is lost.
                self.failures += 1
                return None
            return answer

    def later(self, *what):
        with self.lock:
            self.answer(*what)

    def answer(self, *what):
        try:
            return self.do(*what)
        except Refused as refused:
            self.duplicates += refused.code.endswith("uniek")
            fault = {"code": "invalid", "title": "Invalid input.", "status": refused.status, "detail": "", "instance": "",
                "invalidParams": [{"name": refused.name, "code": refused.code, "reason": ""}]}
            return refused.status, fault, {}

    def token(self, headers):
        try:
            token = headers.get("authorization", "").removeprefix("Bearer ")
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], issuer=CLIENT, options={"require": ["iss", "iat"]})
        except jwt.PyJWTError as error:
            return [f"the token: {error}"]
        lacks = {"client_id", "user_id", "user_representation"} - claims.keys()
        return [f"the token lacks {lacks}"] if lacks or claims["client_id"] != CLIENT else []

    def url(self, kind, name):
        api = "besluiten" if kind == "besluiten" else "zaken"
        return f"{self.base}/{api}/api/v1/{kind}/{name}"

    def do(self, method, path, query, body):
        kind, _, name = path.partition("/")
        things = self.things[kind]
        if method == "GET":
            return self.list(kind, query)
        if method == "POST":
            self.allow(kind, body)
            thing = body | {"url": self.url(kind, name := str(uuid.uuid4())), "uuid": name}
            things[name] = thing
            return 201, thing, {"Location": thing["url"]}
        if name not in things:
            raise Refused("not_found", status=404)
        if method == "DELETE":
            del things[name]
            return 204, None, {}
        things[name] |= body
        return 200, things[name], {}

    def list(self, kind, query):
        page = int(query.pop("page", ["1"])[0])
        rows = [t for t in self.things[kind].values() if all(str(t.get(field)) == value[0] for field, value in query.items())]
        more = len(rows) > page * PAGE
        return 200, {"count": len(rows), "next": f"{self.base}/elders?page={page + 1}" if more else None, "previous": None,
            "results": rows[(page - 1) * PAGE : page * PAGE]}, {}

    def of(self, kind, body):
        return [t for t in self.things[kind].values() if t["zaak"] == body["zaak"]]

    def allow(self, kind, body):
        def unique(rows, *fields):
            if any(all(row[field] == body[field] for field in fields) for row in rows):
                raise Refused("niet-uniek", fields[0])

        if kind == "zaken":
            return unique(self.things[kind].values(), "identificatie", "bronorganisatie")
        if body["zaak"] not in {zaak["url"] for zaak in self.things["zaken"].values()}:
            raise Refused("bad-url", "zaak")
        if kind == "statussen":
            unique(self.of(kind, body), "datumStatusGezet")
            if datetime.fromisoformat(body["datumStatusGezet"]) > datetime.now(timezone.utc) + timedelta(seconds=1):
                raise Refused("date-in-future", "datumStatusGezet")
            if body["statustype"] == self.end and not self.of("resultaten", body):
                raise Refused("resultaat-does-not-exist", "nonFieldErrors")
        elif kind == "resultaten":
            unique(self.of(kind, body), "zaak")
        elif kind == "besluiten":
            unique(self.things[kind].values(), "identificatie", "verantwoordelijkeOrganisatie")

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
