import Crypto
import Hummingbird
import WebServing

/// The files of the page, which are compiled in. Their addresses have the hash of all of them, so a browser may keep them for
/// good: after an upgrade the page refers to others.
enum PageAssets {
    private static let texts: [String: String] = Dictionary(
        uniqueKeysWithValues: EmbeddedAssets.all.map { ($0.name, $0.text) })

    /// Names the content of all files.
    static let hash = {
        var hash = SHA256()
        for (name, text) in EmbeddedAssets.all { hash.update(data: Array("\(name)\0\(text)\0".utf8)) }
        return hash.finalize().prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }()

    /// The page itself, which names the addresses of its files: `{{assets}}` in `index.html`.
    static func page() -> Response {
        let text = (texts["index.html"] ?? "").replacing("{{assets}}", with: "assets/\(hash)")
        return .bytes(Array(text.utf8), "text/html; charset=utf-8")
    }

    /// A file by its name.
    ///
    /// - Throws: `WebError` if there is none, or if the hash is of other files: those of another version.
    static func file(_ name: String, hash: String) throws(WebError) -> Response {
        guard hash == self.hash, name != "index.html", let text = texts[name],
            let type = types[String(name.split(separator: ".").last ?? "")]
        else { throw .noRoute }
        var response = Response.bytes(Array(text.utf8), type)
        response.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return response
    }

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "json": "application/json",
        "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8",
    ]
}
