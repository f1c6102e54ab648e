package import TestHarness

extension HTTPAnswer {
    /// Sends a request over a connection of its own and reads to its end. The body has all bytes after the head as they came,
    /// so that a test sees those that wrongly follow the head of an answer to HEAD. Blocks.
    package init(_ method: String, _ path: String, port: Int, headers: [String: String] = [:]) throws {
        let fields = ["Host": "127.0.0.1", "Connection": "close"].merging(headers) { $1 }
        let head = fields.reduce("\(method) \(path) HTTP/1.1\r\n") { "\($0)\($1.key): \($1.value)\r\n" }
        let socket = try TestSocket(port: UInt16(port))
        try socket.send(Array("\(head)\r\n".utf8))
        var bytes: [UInt8] = []
        while let byte = try socket.receive(1) { bytes += byte }
        let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) ?? bytes.endIndex..<bytes.endIndex
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        var answered: [String: String] = [:]
        for line in lines.dropFirst() {
            let name = line.prefix { $0 != ":" }
            let value = String(line.dropFirst(name.count + 1).drop { $0 == " " })
            answered[name.lowercased()] = answered[name.lowercased()].map { "\($0), \(value)" } ?? value
        }
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        self.init(status: status, headers: answered, body: Array(bytes[end.upperBound...]))
    }

    /// Whether no content follows the head. SwiftNIO's encoder ends an answer without Content-Length by an empty chunk, also if
    /// the request was HEAD.
    package var hasNoContent: Bool {
        body.isEmpty || headers["content-length"] == nil && text == "0\r\n\r\n"
    }
}
