import Foundation
package import FoundationNetworking

extension URLSession {
    /// A session without cookies or a cache that waits longer than any test takes on a busy machine.
    package static func patient() -> URLSession {
        let configuration = URLSessionConfiguration.ephemeral
        (configuration.timeoutIntervalForRequest, configuration.timeoutIntervalForResource) = (3600, 3600)
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        return URLSession(configuration: configuration)
    }
}
