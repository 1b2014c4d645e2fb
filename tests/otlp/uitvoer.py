"""Passes the logbook of processing on to a collector that reads it with the published messages of OpenTelemetry, and that is away
at first. Everything must come, in order, in the form of OTLP, with what Logboek Dataverwerkingen asks."""

import base64
import http.server
import json
import sys
import tempfile
import threading
import time

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest, ExportTraceServiceResponse
from programma import Server

INITIATIEVEN = 60
spans, refused = [], []


class Collector(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        assert self.headers["content-type"] == "application/json", self.headers["content-type"]
        # The JSON of OTLP has ids in hexadecimal, where that of protobuf has base64.
        for span in [s for r in body["resourceSpans"] for scope in r["scopeSpans"] for s in scope["spans"]]:
            for field in {"traceId", "spanId", "parentSpanId"} & span.keys():
                span[field] = base64.b64encode(bytes.fromhex(span[field])).decode()
        message = json_format.ParseDict(body, ExportTraceServiceRequest())
        if not refused:
            refused.append(message)
            self.answer(503)
            return
        for resource in message.resource_spans:
            for scope in resource.scope_spans:
                spans.extend(scope.spans)
        self.answer(200)

    def answer(self, status):
        body = json_format.MessageToJson(ExportTraceServiceResponse()).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def main(program):
    collector = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=collector.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{collector.server_port}/v1/traces"
    with tempfile.TemporaryDirectory() as folder:
        settings = {"WIJKSPOOR_VERWERKINGEN_OTLP": address}
        server = Server(program, "serve", "--data-dir", folder, **settings)
        for n in range(INITIATIEVEN):
            body = {"titel": f"Bank {n}", "omschrijving": "o", "gebied": "Malburgen", "thema": "groen", "oorsprong": "bewoners"}
            server.post("/v1/initiatieven", "initiatiefnemer", body)
        trace, parent = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
        page = server.ask("GET", "/v1/initiatieven?limiet=50", "tlo", traceparent=f"00-{trace}-{parent}-01")
        assert len(page["initiatieven"]) == 50
        deadline = time.monotonic() + 30
        while len(spans) < INITIATIEVEN + 50:
            assert time.monotonic() < deadline, f"only {len(spans)} spans came"
            time.sleep(0.05)
        server.kill()
    collector.shutdown()
    assert refused, "the first message was refused, and came again"
    assert len(spans) == INITIATIEVEN + 50 and len({s.span_id for s in spans}) == len(spans), "each once"
    for span in spans:
        attributes = {a.key: a.value.string_value for a in span.attributes}
        assert len(span.trace_id) == 16 and len(span.span_id) == 8
        assert span.start_time_unix_nano <= span.end_time_unix_nano
        assert span.start_time_unix_nano % 1_000_000 == 0, "milliseconds"
        assert span.status.code == span.status.STATUS_CODE_OK
        assert attributes["dpl.core.processing_activity_id"].startswith("urn:")
        assert len(bytes.fromhex(attributes["dpl.core.data_subject_id"])) == 32
        assert attributes["dpl.core.data_subject_id_type"] == "dossier"
    made, listed = spans[:INITIATIEVEN], spans[INITIATIEVEN:]
    who = lambda span: next(a.value.string_value for a in span.attributes if a.key == "dpl.core.data_subject_id")
    assert {s.name for s in made} == {"dienInitiatiefIn"} and {s.name for s in listed} == {"zoekInitiatieven"}
    assert {s.trace_id.hex() for s in listed} == {trace} and {s.parent_span_id.hex() for s in listed} == {parent}
    assert len({who(s) for s in made}) == INITIATIEVEN and {who(s) for s in listed} < {who(s) for s in made}
    print(f"{len(spans)} spans, each once, as OTLP 1 and LDV 1.0.0 want them")


main(sys.argv[1])
