import DICOMCore
import DICOMNetwork
import FilmSelection
import Logging
import Reporting

extension ConfigurationKey {
    /// Every key, section by section, in the order of the file.
    package static let all = general + dicom + storage + drafting + review + retention + audit + web + monitoring

    /// The comment above each section of the file.
    static let sections = [
        "dicom": "The DICOM node.",
        "dicom.tls": """
        DICOM TLS after PS3.15's profile "BCP 195 RFC 8996, 9325": TLS 1.2 and 1.3, forward secrecy, authenticated \
        encryption. All files are PEM and are read again when they change.
        """,
        "eligibility": """
        Which studies get a draft. Others are kept and marked ineligible with the reason; the sender sees no error.
        """,
        "audit.syslog": """
        Where messages of the audit trail go beside the work list, which always has them: a collector that takes syslog \
        over TLS (RFC 5425). They have names and ids of patients. Certificates are read again when they change.
        """,
        "retention": retentionSection,
        "reporter": "The process that runs the model and writes the SR, and its child that decodes images.",
        "web": """
        DICOMweb over HTTP for clients with a token (thoraxctl tokens add). For clients on other machines, give it a \
        certificate, or put a proxy that has one on this machine.
        """,
        "web.tls": """
        HTTPS: TLS 1.2 and 1.3, forward secrecy, authenticated encryption. Both files are PEM and are read again when they \
        change; open connections stay.
        """,
        "metrics": """
        Metrics for Prometheus (/metrics) and health (/healthz, /readyz) over HTTP: no patient data, and nothing can be \
        changed.
        """,
    ]

    private static let general: [ConfigurationKey] = [
        text(
            "state_directory", \.stateDirectory,
            """
            Work list, images and reports. On a disk of its own if you can: mounted there, or elsewhere with a drop-in of \
            the unit that says ReadWritePaths=.
            """),
        text(
            "model", \.model,
            """
            The folder of the model bundle; `thoraxctl model` installs and chooses one. Without one that can be loaded, \
            images come in and drafting waits.
            """
        ).reloadable,
        one(
            "log_level", \.logLevel, "one of \(Logger.Level.allCases.map(\.rawValue).joined(separator: ", "))",
            show: { $0 }, parse: { Logger.Level(rawValue: $0)?.rawValue },
            "trace, debug, info, notice, warning, error or critical. No level logs patient names or ids."
        ).reloadable,
    ]

    private static let dicom: [ConfigurationKey] = [
        one(
            "dicom.ae_title", \.aeTitle, "1 to 16 printable characters", show: { "\($0)" }, parse: { AETitle($0) },
            "This node's AE title, 1 to 16 characters."),
        truth("dicom.check_called_ae_title", \.checkCalledAETitle, "Refuse associations that call another AE title."),
        address(
            "dicom.address", \.dicomAddress,
            """
            Address to listen on: 0.0.0.0 for every IPv4 interface, :: for every interface, 127.0.0.1 for this machine \
            only.
            """),
        numberOrOff(
            "dicom.port", \.dicomPort, 0...65535,
            """
            Port to listen on; 0 lets the system choose, off serves only peers that use TLS. Below 1024 needs \
            CAP_NET_BIND_SERVICE.
            """),
        number(
            "dicom.maximum_associations", \.maximumAssociations, 1...1000,
            """
            Associations at one time; one more is refused with "local limit exceeded" and the peer tries again.
            """),
        number(
            "dicom.idle_seconds", \.idleSeconds, 1...3600,
            "Seconds a peer may hold an association without sending anything; then it is aborted."),
        one(
            "dicom.default_character_set", \.defaultCharacterSet,
            "defined terms of Specific Character Set that this node reads, separated by \\, or ''",
            show: { "'\($0)'" }, parse: { $0.isEmpty || CharacterSet.canRead($0) ? $0 : nil },
            """
            Character set of text for which an object or a query names none, or one that does not have it, for example \
            ISO_IR 144 for Cyrillic; empty: UTF-8 where the bytes are valid UTF-8, else ISO_IR 100. After a change the \
            headers of stored objects are read again; `thoraxctl status` shows how far that is.
            """),
        choice(
            "dicom.unknown_peers", \.unknownPeers,
            """
            What to do with callers that are not in the list of peers below: refuse them, or, while this node is being \
            set up, learn: let them store, query and retrieve. Either way `thoraxctl peers` shows who called and what \
            to write below.
            """
        ).reloadable,
        numberOrOff("dicom.tls.port", \.tls.port, 0...65535, "Port for TLS, 2762 by registration; off serves none."),
        path("dicom.tls.certificate", \.tls.certificate, "Our certificate with those up to the authority."),
        path("dicom.tls.key", \.tls.key, "Its key, without a password and not open to other users."),
        path(
            "dicom.tls.authorities", \.tls.authorities,
            "The authorities of the peers' certificates; certificate_names of a peer says which of them are its own."),
        truth(
            "dicom.tls.require_client_certificate", \.tls.requiresClientCertificate,
            "Serve only peers with a certificate of one of the authorities; false asks no peer for one."),
    ]

    private static let storage: [ConfigurationKey] = [
        number(
            "storage.reserve_megabytes", \.reserveMegabytes, 1...1_000_000,
            "Megabytes that stay free on the disk: below this, C-STORE answers A700 and nothing breaks."),
        number(
            "query.maximum_results", \.maximumResults, 1...1_000_000,
            "Answers to one C-FIND at most, the latest studies first; more are cut, with A700 \"narrow the query\"."),
    ]

    private static let drafting: [ConfigurationKey] = [
        number(
            "intake.quiet_period_seconds", \.quietPeriodSeconds, 0...86_400,
            """
            Seconds without a new image after which a study counts as complete. A later image makes a new revision.
            """),
        texts(
            "eligibility.modalities", "at least one modality", get: { $0.eligibility.modalities.sorted() },
            set: { $0.eligibility.modalities = Set($1.map { $0.uppercased() }) },
            "Values of Modality (0008,0060)."),
        texts(
            "eligibility.chest_terms", "at least one term", get: { $0.eligibility.chestTerms },
            set: { $0.eligibility.chestTerms = $1.map { $0.lowercased() } },
            """
            Beginnings of words for the chest in body part, anatomic region or, where neither is given, a description, \
            in addition to those that the program knows. Case and accents do not matter.
            """),
        texts(
            "eligibility.views", "at least one view position", get: { $0.eligibility.views.sorted() },
            set: { $0.eligibility.views = Set($1.map { $0.uppercased() }) },
            """
            Which of AP and PA the model reads, and further values of View Position (0018,5101) that a device writes for \
            a frontal film. A film that does not say its view is read as frontal.
            """),
        number("reporter.threads", \.reporter.threads, 1...64, "Threads of the network.").reloadable,
        number(
            "reporter.memory_megabytes", \.reporter.memoryMegabytes, 512...1_000_000,
            """
            Address space of each of the two in megabytes; a process is ended beyond it and the study is tried again, three \
            times in all.
            """
        ).reloadable,
        number(
            "reporter.processor_seconds", \.reporter.processorSeconds, 1...86_400, "Seconds of CPU time for one study."
        ).reloadable,
        number("reporter.wall_seconds", \.reporter.wallSeconds, 1...86_400, "Seconds on the clock for one study.")
            .reloadable,
    ]

    private static let review: [ConfigurationKey] = [
        number(
            "review.claim_minutes", \.reviewClaimMinutes, 1...1440,
            """
            Minutes for which only the reviewer who opened a draft has it. Then it returns to the others; opening it \
            again before that keeps it for as long again.
            """),
        number(
            "review.undo_seconds", \.reviewUndoSeconds, 0...60,
            """
            Seconds for which a verdict on the review page can be withdrawn. No document is written before. 0 makes it \
            final at once.
            """),
        number(
            "review.blind_percent", \.reviewBlindPercent, 0...100,
            """
            Percentage of studies whose draft and findings the web listener withholds from each user until that user has \
            recorded a first impression on the review page. Studies are chosen by their UIDs, so opening one again \
            changes nothing.
            """),
    ]

    private static let audit: [ConfigurationKey] = [
        one(
            "audit.syslog.host", \.syslog.host, "a host name or a numeric address, or ''",
            show: { "'\($0)'" }, parse: { $0.wholeMatch(of: /[A-Za-z0-9._:-]*/) == nil ? nil : $0 },
            "The collector, by a name or an address that its certificate has; empty for none."),
        number("audit.syslog.port", \.syslog.port, 1...65535, "Its port, 6514 by registration."),
        path(
            "audit.syslog.authorities", \.syslog.authorities,
            "PEM file of the authorities of its certificate; needed where there is a collector."),
        path(
            "audit.syslog.certificate", \.syslog.certificate,
            "PEM file of our certificate with those up to the authority, where the collector wants one."),
        path("audit.syslog.key", \.syslog.key, "Its key, without a password and not open to other users."),
    ]
}
