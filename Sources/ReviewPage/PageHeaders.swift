import Hummingbird
import WebServing

/// The headers of the page's answers. Nothing but the page's own files runs or is loaded, and no text becomes markup.
enum PageHeaders {
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:", "connect-src 'self'",
        "worker-src 'self'", "font-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    ].joined(separator: "; ")

    private static let fixed: HTTPFields = [
        .contentSecurityPolicy: policy, .named("Cross-Origin-Opener-Policy"): "same-origin",
        .named("Permissions-Policy"): "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ]

    static func add(to headers: inout HTTPFields, _ settings: WebSettings) {
        headers.append(contentsOf: fixed)
        // Only what browsers reach by TLS may tell them to use nothing else.
        if settings.publicURL.hasPrefix("https://") {
            headers[.strictTransportSecurity] = "max-age=31536000"
        }
    }
}
