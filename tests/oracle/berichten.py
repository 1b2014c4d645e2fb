"""What is delivered is what the standards say, by implementations that are not ours.

A server delivers to a receiver in this program: signatures are verified by the PyPI library standardwebhooks, envelopes are read
by the CloudEvents SDK. Usage: berichten.py PROGRAM
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cloudevents.core.bindings.http import HTTPMessage, from_http
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from standardwebhooks import Webhook, WebhookVerificationError

program = sys.argv[1]
came = []


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_OPTIONS(self):
        assert self.headers["WebHook-Request-Origin"], "it does not say who asks"
        self.answer(200, WebHook_Allowed_Origin=self.headers["WebHook-Request-Origin"], WebHook_Allowed_Rate="*")

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        came.append((dict(self.headers.items()), body))
        self.answer(204)

    def log_message(self, *_):
        pass


receiver = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
folder = tempfile.TemporaryDirectory()
settings = {
    "WIJKSPOOR_BERICHTEN_TOEGESTAAN": "127.0.0.1",
    "WIJKSPOOR_BERICHTEN_ADRES": "https://wijkspoor.gemeente.example",
    "WIJKSPOOR_BERICHTEN_OIN": "00000001001112223000",
}
server = subprocess.Popen(
    [program, "serve", "--port", "0", "--data-dir", folder.name],
    env={name: value for name, value in os.environ.items() if not name.startswith("WIJKSPOOR_")} | settings,
    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
)


def ask(method, path, role, body=None):
    request = urllib.request.Request(base + path, method=method, data=None if body is None else json.dumps(body).encode())
    request.add_header("Authorization", f"Bearer ontwikkel:{role}")
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.load(answer)


def wait_for(count):
    end = time.time() + 30
    while len(came) < count:
        assert time.time() < end, f"{len(came)} of {count} came"
        time.sleep(0.02)


try:
    base = re.search(r"http://[0-9.:]+", server.stdout.readline()).group()
    subscription = ask("POST", "/v1/abonnementen", "beheerder", {
        "naam": "Proef", "adres": f"http://127.0.0.1:{receiver.server_port}/haak", "vanaf": 0,
    })
    first = subscription["geheim"]
    initiative = ask("POST", "/v1/initiatieven", "initiatiefnemer", {
        "titel": "Bankje", "omschrijving": "Een bank voor Fatima.", "gebied": "Malburgen", "wijken": [], "thema": "groen",
        "oorsprong": "bewoners", "initiatiefnemers": ["Fatima"],
    })["initiatiefId"]
    ask("POST", f"/v1/initiatieven/{initiative}/overgangen", "tlo", {"overgang": "neem_in_behandeling"})
    for n in range(20):
        ask("POST", f"/v1/initiatieven/{initiative}/notities", "tlo", {"soort": "proef", "tekst": f"Fatima {n}"})
    wait_for(22)
    before = len(came)
    second = ask("POST", f"/v1/abonnementen/{subscription['id']}/sleutels", "beheerder", {"samenUren": 1})["geheim"]
    time.sleep(1.5)
    for n in range(10):
        ask("POST", f"/v1/initiatieven/{initiative}/notities", "tlo", {"soort": "proef", "tekst": f"Fatima {n}"})
    wait_for(before + 10)
finally:
    server.terminate()
    server.wait(20)
    receiver.shutdown()


def verifies(secret, headers, body):
    try:
        Webhook(secret).verify(body, headers)
        return True
    except WebhookVerificationError:
        return False


places = []
for number, (headers, body) in enumerate(came):
    rotated = number >= before
    assert verifies(first, headers, body), f"the first key does not fit delivery {number}"
    assert verifies(second, headers, body) == rotated, f"the second key at delivery {number}"
    assert not verifies(first, headers, body.replace(b"Malburgen", b"Centrum")), "another body fits, too"
    event = from_http(HTTPMessage(headers, body), JSONFormat(), CloudEvent)
    assert event.get_specversion() == "1.0"
    assert event.get_id() == {name.lower(): value for name, value in headers.items()}["webhook-id"]
    assert event.get_source() == "urn:nld:oin:00000001001112223000:systeem:wijkspoor"
    assert re.fullmatch(r"nl\.wijkspoor\.[a-z0-9-]+\.v[0-9]+", event.get_type()), event.get_type()
    assert event.get_subject() == initiative
    assert isinstance(event.get_time(), datetime) and event.get_time().tzinfo
    assert event.get_datacontenttype() == "application/json"
    assert event.get_extension("dataref") == f"https://wijkspoor.gemeente.example/v1/initiatieven/{initiative}"
    assert event.get_extension("sequencetype") == "Integer"
    assert len(body) < 64 * 1024 and b"Fatima" not in body
    for name in json.loads(body).keys() - {"data"}:
        assert re.fullmatch(r"[a-z0-9]{1,20}", name), name
    places.append(int(event.get_extension("sequence")))
highest = 0
for place in places:  # at least once: one may come again, none is passed by
    assert place <= highest + 1, places
    highest = max(highest, place)
assert highest == 32, places
print(f"{len(came)} deliveries: signatures fit by standardwebhooks, through a change of key; envelopes are read by the CloudEvents SDK")
