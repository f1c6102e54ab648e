import Foundation

/// The query of a URL as name and value pairs, split before anything is decoded (RFC 3986 3.4).
package struct QueryString {
    package struct Parameter {
        package let name: String
        /// The value as it was sent.
        package let raw: Substring
    }

    package let parameters: [Parameter]

    package init(_ query: Substring) throws(WebError) {
        var parameters: [Parameter] = []
        for pair in query.split(separator: "&") {
            let name = pair.prefix { $0 != "=" }
            parameters.append(.init(name: try Self.decode(name), raw: pair.dropFirst(name.count + 1)))
        }
        self.parameters = parameters
    }

    /// Decodes percent escapes of UTF-8; a plus sign is a space, as Java, Python and browsers write it.
    package static func decode(_ raw: Substring) throws(WebError) -> String {
        guard let text = raw.replacing("+", with: " ").removingPercentEncoding else {
            throw .unreadableQuery("has a percent sign without two hexadecimal digits, or bytes that are not UTF-8")
        }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw .unreadableQuery("has a control character")
        }
        return text
    }

    /// Decodes a list separated by commas, before or after decoding, and by backslashes, as some clients write it.
    package static func decodeList(_ raw: Substring) throws(WebError) -> [String] {
        try decode(raw).split { $0 == "," || $0 == "\\" }.map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }
}
