import Decoding
import HTTPListening
import Logging
import Reporting
import ThoraxConfiguration
import WebServing
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

    /// Serves the fronts; nil if no port is set. An address that cannot be used does not stop the daemon.
    func startWeb(
        _ fronts: [any WebFront], _ settings: CurrentWebSettings, _ workList: WorkListStore, logger: Logger
    ) async -> WebListener? {
        guard let port = web.port else { return nil }
        var endpoint = WebEndpoint(port: port)
        endpoint.address = web.address
        let incidents = IncidentLog("web", in: workList, logger: logger)
        return await WebListener(of: "the web listener", incidents: incidents) { [endpoint] in
            let server = try await endpoint.start(fronts, settings, logger: logger)
            logger.info("web", metadata: ["address": "\(endpoint.address)", "port": "\(server.port)"])
            return server
        }
    }
}
