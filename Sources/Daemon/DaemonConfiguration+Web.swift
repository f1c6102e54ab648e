import Auditing
import DICOMWeb
import HTTPListening
import Logging
import Query
import ThoraxConfiguration
import WorkListDatabase

extension DaemonConfiguration {
    /// What the web listener goes by beside its address.
    var webSettings: WebSettings {
        var settings = WebSettings()
        settings.publicURL = web.publicURL
        settings.origins = web.origins
        settings.trustedProxies = web.trustedProxies
        return settings
    }

    /// Serves DICOMweb; nil if no port is set. An address that cannot be used does not stop the daemon.
    func startWeb(_ parts: WebFront.Parts, _ workList: WorkListStore, logger: Logger) async -> WebListener? {
        guard let port = web.port else { return nil }
        var endpoint = WebFront.Endpoint(port: port)
        endpoint.address = web.address
        let incidents = IncidentLog("web", in: workList, logger: logger)
        return await WebListener(of: "DICOMweb", incidents: incidents) { [endpoint] in
            let server = try await WebFront.start(endpoint, parts, logger: logger)
            logger.info("DICOMweb", metadata: ["address": "\(endpoint.address)", "port": "\(server.port)"])
            return server
        }
    }
}
