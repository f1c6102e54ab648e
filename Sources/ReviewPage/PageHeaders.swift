import Hummingbird
import WebServing

/// Security headers of the page's responses. The policy allows only the page's own files, and no text as markup.
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
        // Browsers accept this header only over TLS (RFC 6797 section 7.2).
        if settings.publicURL.hasPrefix("https://") {
            headers[.strictTransportSecurity] = "max-age=31536000"
        }
    }
}
