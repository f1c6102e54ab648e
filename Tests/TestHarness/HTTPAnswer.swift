import Foundation
package import FoundationNetworking

/// The answer of an HTTP server under test.
package struct HTTPAnswer: Sendable {
    package let status: Int
    /// By name in lower case.
    package let headers: [String: String]
    package let body: [UInt8]

    package init(status: Int, headers: [String: String], body: [UInt8]) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a JSON object; empty if it is not one.
    package var object: [String: Any] { json(as: [String: Any].self) ?? [:] }

    /// The body as JSON; nil if it is not JSON of this type.
    package func json<Value>(as type: Value.Type) -> Value? {
        (try? JSONSerialization.jsonObject(with: Data(body))) as? Value
    }
}

extension URLSession {
    /// Sends a request without cookies.
    ///
    /// - Throws: `URLError` if the address is malformed or the server does not answer.
    package func answer(
        _ method: String, _ address: String, headers: [String: String] = [:], body: [UInt8]? = nil
    ) async throws -> HTTPAnswer {
        guard let url = URL(string: address) else { throw URLError(.badURL) }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.httpShouldHandleCookies = false
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        if let body { request.httpBody = Data(body) }
        let (data, response) = try await data(for: request)
        guard let response = response as? HTTPURLResponse else { throw URLError(.badServerResponse) }
        var fields: [String: String] = [:]
        for (name, value) in response.allHeaderFields { fields["\(name)".lowercased()] = "\(value)" }
        return HTTPAnswer(status: response.statusCode, headers: fields, body: [UInt8](data))
    }
}
