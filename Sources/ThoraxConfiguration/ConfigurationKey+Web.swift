import DICOMNetwork

extension ConfigurationKey {
    static let web: [ConfigurationKey] = [
        address(
            "web.address", \.web.address,
            """
            Address to listen on. Without web.tls and with any but 127.0.0.1, tokens and patient data can be read on the way.
            """
        ),
        numberOrOff(
            "web.port", \.web.port, 0...65535, "Port to listen on; 0 lets the system choose, off serves none."),
        one(
            "web.public_url", \.web.publicURL, "http:// or https://, a host and perhaps a path, or ''",
            show: { "'\($0)'" }, parse: { publicURL($0) },
            """
            Address that clients use, where it is not that of the listener, for instance https://pacs.example/thoraxd behind \
            a proxy. Answers have links that begin with it, and requests for its host are taken.
            """
        ).reloadable,
        list(
            "web.origins", \.web.origins, "a list of origins such as https://viewer.example",
            show: { $0 }, parse: { origin($0) },
            """
            Web pages of other origins that may read answers (CORS): scheme, host and port exactly as the browser sends them.
            """
        ).reloadable,
        list(
            "web.trusted_proxies", \.web.trustedProxies, "a list of addresses or ranges",
            show: { $0.description }, parse: { AddressRange($0) },
            "Proxies whose header X-Forwarded-For says the client's address for the audit trail; it is ignored from others."
        ).reloadable,
        one(
            "web.user_header", \.web.userHeader, "the name of a header, or ''",
            show: { "'\($0)'" }, parse: { header($0) },
            """
            Header in which the trusted proxies say which user is signed in there, for instance X-Forwarded-User; the page then \
            asks for no password. The user must exist, and the proxy must remove the header from what clients send.
            """
        ).reloadable,
        path(
            "web.tls.certificate", \.web.certificate,
            "The certificate of the name that clients use, with those up to the authority; '' for HTTP without TLS."),
        path("web.tls.key", \.web.key, "Its key, without a password and not open to other users."),
    ]

    /// A list that may be empty.
    private static func list<Element: Sendable>(
        _ name: String, _ path: Path<[Element]>, _ values: String, show: @escaping @Sendable (Element) -> String,
        parse: @escaping @Sendable (String) -> Element?, _ description: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name, description: description, values: values,
            value: { "[" + $0[keyPath: path].map { "'\(show($0))'" }.joined(separator: ", ") + "]" },
            set: { configuration, values in
                let told = values.filter { !$0.isEmpty }
                let elements = told.compactMap(parse)
                configuration[keyPath: path] = elements
                return elements.count == told.count
            }, copy: { $0[keyPath: path] = $1[keyPath: path] })
    }

    @Sendable
    private static func publicURL(_ text: String) -> String? {
        if text.isEmpty { return text }
        let url = text.hasSuffix("/") ? String(text.dropLast()) : text
        let isURL = url.wholeMatch(of: /https?:\/\/[A-Za-z0-9.\[\]:_-]+(\/[A-Za-z0-9._~\/-]*)?/) != nil
        return isURL ? url : nil
    }

    @Sendable
    private static func header(_ text: String) -> String? {
        text.wholeMatch(of: /[A-Za-z][A-Za-z0-9-]{0,63}/) == nil && !text.isEmpty ? nil : text
    }

    @Sendable
    private static func origin(_ text: String) -> String? {
        text.wholeMatch(of: /https?:\/\/[a-z0-9.\[\]:_-]+/) == nil ? nil : text
    }
}
