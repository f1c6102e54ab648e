import Crypto
import Foundation
import Hummingbird
import WebServing

/// The files of the page, compiled into the program. Their paths contain a hash of all of them, so a browser may cache them
/// forever: after an upgrade the page refers to other paths.
enum PageAssets {
    private static let texts: [String: String] = Dictionary(
        uniqueKeysWithValues: EmbeddedAssets.all.map { ($0.name, $0.text) })

    /// Hash of the names and contents of all files: 16 hexadecimal digits.
    static let hash = {
        var hash = SHA256()
        for (name, text) in EmbeddedAssets.all { hash.update(data: Array("\(name)\0\(text)\0".utf8)) }
        return hash.finalize().prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }()

    /// The HTML document; `{{assets}}` in `index.html` becomes the path of the files, and `{{modules}}` a link to each
    /// module that the first screen needs, so that the browser loads them side by side instead of one import after another.
    static func page() -> Response { .bytes(document, "text/html; charset=utf-8") }

    private static let document: [UInt8] = {
        let path = "assets/\(hash)"
        let links = imported(by: "main.js").sorted().map { "<link rel=\"modulepreload\" href=\"\(path)/\($0)\">" }
        let text = (texts["index.html"] ?? "").replacing("{{assets}}", with: path)
            .replacing("{{modules}}", with: links.joined(separator: "\n"))
        return Array(text.utf8)
    }()

    /// Returns a module and all modules that it imports, directly or not; those that it loads on demand are not among them.
    static func imported(by name: String) -> Set<String> {
        var found: Set = [name]
        var open = [name]
        while let module = open.popLast() {
            let folder = URL(filePath: "/" + module).deletingLastPathComponent()
            for match in (texts[module] ?? "").matches(of: /(?m)^import [^;]*"(\.[^"]+)";$/) {
                let target = String(folder.appending(path: String(match.1)).standardized.path.dropFirst())
                if found.insert(target).inserted { open.append(target) }
            }
        }
        return found
    }

    /// Replaces each `@import "FILE";` of a style sheet by the file, so that the browser needs one request.
    private static func merged(_ style: String) -> String {
        style.replacing(/@import "([^"]+)";/) { texts[String($0.1)] ?? "" }
    }

    /// Returns a file by its name.
    ///
    /// - Throws: `WebError` if no such file exists, or if the hash belongs to another version of the program.
    static func file(_ name: String, hash: String) throws(WebError) -> Response {
        guard hash == self.hash, name != "index.html", let text = texts[name],
            let type = types[String(name.split(separator: ".").last ?? "")]
        else { throw .noRoute }
        var response = Response.bytes(Array((type.hasPrefix("text/css") ? merged(text) : text).utf8), type)
        response.headers[.cacheControl] = "public, max-age=31536000, immutable"
        return response
    }

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "json": "application/json",
        "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8",
    ]
}
