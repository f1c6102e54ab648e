package import DICOMNetwork
import Synchronization

/// Settings of the web listener that a reload can replace: all but its address, port and certificate.
package struct WebSettings: Sendable, Equatable {
    /// The address under which clients reach the listener, without a slash at the end; empty for its own.
    package var publicURL = ""
    /// Origins whose pages may read answers (CORS), exactly as browsers send them.
    package var origins: [String] = []
    /// Proxies whose X-Forwarded-For names the client.
    package var trustedProxies: [AddressRange] = []
    /// The header in which those proxies send the login of the signed-in user; empty for none.
    package var userHeader = ""
    /// The AE titles of the node and of its peers; no token may have one as its name.
    package var aeTitles: [String] = []
    /// The folder of the model that makes the drafts.
    package var model = ""

    package init() {}

    /// The host in `publicURL`, without its port; nil without a public URL.
    var publicHost: Substring? {
        guard let scheme = publicURL.firstRange(of: "://") else { return nil }
        return HostName.withoutPort(publicURL[scheme.upperBound...].prefix { $0 != "/" })
    }
}

/// The settings in effect.
package final class CurrentWebSettings: Sendable {
    private let settings: Mutex<WebSettings>

    package init(_ settings: WebSettings) { self.settings = Mutex(settings) }

    package var value: WebSettings {
        get { settings.withLock { $0 } }
        set { settings.withLock { $0 = newValue } }
    }
}
