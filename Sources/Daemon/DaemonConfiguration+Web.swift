import Auditing
import DICOMWeb
import Decoding
import HTTPListening
import Logging
import Query
import Reporting
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

    /// What a decoder may use for one image that a web client wants to see: the memory and CPU time of a study's, but a client
    /// does not wait as long.
    var renderingLimits: DecoderSettings {
        var settings = DecoderSettings(reporterProcess(logLevel: .info))
        settings.processorSeconds = min(settings.processorSeconds, 30)
        settings.wallSeconds = min(settings.wallSeconds, 30)
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
