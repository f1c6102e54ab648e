import Auditing
import DICOMCore
import DICOMNetwork
import DICOMWeb
import Decoding
import HTTPListening
import Intake
import Logging
import Query
import Renderings
import Reporting
import Review
import ReviewPage
import ThoraxConfiguration
import WebServing
import WorkListDatabase

extension DaemonConfiguration {
    /// Settings of the web listener that a reload can replace.
    var webSettings: WebSettings {
        var settings = WebSettings()
        settings.publicURL = web.publicURL
        settings.origins = web.origins
        settings.trustedProxies = web.trustedProxies
        settings.userHeader = web.userHeader
        settings.aeTitles = [aeTitle.description] + peers.map(\.aeTitle.description)
        settings.model = model
        return settings
    }

    /// Limits of a decoder for one image of a web client: the memory of a study's decoder, and at most 30 s, because a client
    /// waits.
    var renderingLimits: DecoderSettings {
        var settings = DecoderSettings(reporterProcess(logLevel: .info))
        settings.processorSeconds = min(settings.processorSeconds, 30)
        settings.wallSeconds = min(settings.wallSeconds, 30)
        return settings
    }

    /// Decodes images for web clients that take samples only. They have decoders of their own with a low priority: what they ask
    /// for delays neither drafts nor what is sent to peers.
    ///
    /// - Parameter folder: where uncompressed copies are while they are sent.
    func webDecoders(copiesIn folder: String) -> ImageDecoders {
        var settings = renderingLimits
        settings.niceness = DecoderSettings.nicenessForClients
        return ImageDecoders(
            settings, folder: folder, reservedBytes: reserveMegabytes << 20, waitingLimit: 8, patience: .seconds(30))
    }

    /// The certificate of the web listener; nil without TLS.
    func webCertificate(_ workList: WorkListStore, logger: Logger) -> ServerCertificate? {
        guard web.port != nil, web.isSecure else { return nil }
        return ServerCertificate(
            .init(certificate: web.certificate, key: web.key),
            incidents: IncidentLog("web", in: workList, logger: logger))
    }

    /// The rule by which drafts are withheld from users of the page.
    var blindReading: BlindReading { BlindReading(percent: reviewBlindPercent) }

    /// Facts about this node that the page shows.
    ///
    /// - Parameter model: the model that the reporter has loaded.
    func pageNode(
        port: UInt16?, securePort: UInt16?, model: @escaping @Sendable () -> String?
    ) -> PageNode {
        PageNode(
            aeTitle: aeTitle.description, version: Implementation.version, port: port, securePort: securePort,
            reservedBytes: reserveMegabytes << 20, model: model)
    }

    /// Parts that the fronts of the web listener share.
    struct WebParts {
        let workList: WorkListStore
        let intake: InstanceIntake
        let audit: AuditInbox
        let sessions: SessionDesk
        let settings: CurrentWebSettings
        let page: PageFront
        let certificate: ServerCertificate?
        let pictures: DaemonPictures
    }

    /// Serves DICOMweb and the review page; nil if no port is set. An address that cannot be used does not stop the daemon.
    func startWeb(_ parts: WebParts, logger: Logger) async -> WebListener? {
        guard let port = web.port else { return nil }
        let dicomWeb = DICOMWebFront(
            .init(
                workList: parts.workList,
                query: IndexQuery(workList: parts.workList, maximumResults: maximumResults),
                renderer: parts.pictures.renderer, intake: parts.intake,
                decoding: KeptCopies(
                    webDecoders(copiesIn: parts.workList.files.incoming), in: parts.pictures.cache),
                reservedBytes: reserveMegabytes << 20, audit: parts.audit, sessions: parts.sessions,
                blind: blindReading),
            logger: logger)
        var endpoint = WebEndpoint(port: port)
        endpoint.address = web.address
        endpoint.certificate = parts.certificate
        let incidents = IncidentLog("web", in: parts.workList, logger: logger)
        return await WebListener(of: "DICOMweb and the review page", incidents: incidents) { [endpoint] in
            let server = try await endpoint.start(
                [dicomWeb, parts.page], parts.settings, audit: parts.audit, logger: logger)
            logger.info(
                "DICOMweb and review page",
                metadata: ["address": "\(endpoint.address)", "port": "\(server.port)"])
            return server
        }
    }
}
