"""OHIF and a node on one origin, behind a proxy that adds credentials, as sites run them."""

import http.client
import http.server
import mimetypes
import pathlib
import threading
import urllib.parse

CONFIGURATION = """window.config = {
  routerBasename: '/ohif/', showStudyList: true, extensions: [], modes: [], showWarningMessageForCrossOrigin: true,
  showCPUFallbackMessage: true, showLoadingIndicator: true, useSharedArrayBuffer: 'FALSE',
  investigationalUseDialog: { option: 'never' }, defaultDataSourceName: 'dicomweb', dataSources: [ {
    namespace: '@ohif/extension-default.dataSourcesModule.dicomweb', sourceName: 'dicomweb', configuration: {
      friendlyName: 'thoraxd', name: 'thoraxd', wadoUriRoot: '/dicom-web', qidoRoot: '/dicom-web', wadoRoot: '/dicom-web',
      qidoSupportsIncludeField: true, imageRendering: 'wadors', thumbnailRendering: 'wadors', enableStudyLazyLoad: true,
      supportsFuzzyMatching: false, supportsWildcard: true, dicomUploadEnabled: true, bulkDataURI: { enabled: true },
    } } ] };"""

# Whether a film is drawn.
DRAWN = """() => { const canvas = document.querySelector('canvas.cornerstone-canvas');
    if (!canvas || !canvas.width) return false;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
    copy.drawImage(canvas, 0, 0);
    return copy.getImageData(0, 0, canvas.width, canvas.height).data.some((v, i) => i % 4 == 0 && v > 0); }"""


class Site(http.server.BaseHTTPRequestHandler):
    """OHIF below /ohif/, the node below /dicom-web."""

    protocol_version = "HTTP/1.1"
    ohif = node = None
    # The header that the node admits: a token, or the cookie of a session.
    credentials = {}

    def log_message(self, *_):
        pass

    def handle(self):
        try:
            super().handle()
        except ConnectionError:
            pass  # the browser has gone on

    def answer(self, status, kind, body, encoding=None):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
        self.end_headers()
        self.wfile.write(body)

    def hand_on(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        hop = ("connection", "transfer-encoding", "content-length", "authorization", "cookie")
        headers = {name: value for name, value in self.headers.items() if name.lower() not in hop}
        headers |= self.credentials
        connection = http.client.HTTPConnection(self.node.hostname, self.node.port)
        connection.request(self.command, self.path, body, headers)
        reply = connection.getresponse()
        self.answer(reply.status, reply.headers.get("Content-Type", "text/plain"), reply.read(),
                    reply.headers.get("Content-Encoding"))
        connection.close()

    do_POST = hand_on

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        if path.startswith("/dicom-web"):
            return self.hand_on()
        if path == "/ohif/app-config.js":
            return self.answer(200, "text/javascript", CONFIGURATION.encode())
        file = (self.ohif / path.removeprefix("/ohif/")).resolve()
        if not (file.is_relative_to(self.ohif) and file.is_file()):
            file = self.ohif / "index.html"
        self.answer(200, mimetypes.guess_type(file)[0] or "application/octet-stream", file.read_bytes())


def serve(node, credentials, ohif, port=0):
    """Starts the proxy on 127.0.0.1 and returns its server."""
    Site.node, Site.credentials, Site.ohif = urllib.parse.urlsplit(node), credentials, pathlib.Path(ohif).resolve()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Site)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
