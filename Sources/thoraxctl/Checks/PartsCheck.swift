import Administration
import DICOMCore
import DICOMNetwork
import DICOMObject
import Foundation
import Logging
import OperatorErrors
import Platform
import ReportGeneration
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// Checks the model, the fonts, the certificates, the peers and the clock.
struct PartsCheck {
    /// A certificate that expires within this many days is a warning.
    private static let noticeDays = 30
    /// The start of 2026. A clock that shows an earlier time is wrong.
    private static let earliest = Date(timeIntervalSince1970: 1_767_225_600)

    let configuration: DaemonConfiguration

    /// Loads the bundle as the reporter does and checks the hash of every file.
    func model() -> CheckResult {
        do throws(ReportGenerationError) {
            let identity = try ModelBundle(directory: URL(filePath: configuration.model)).identity
            return .ok("model", "\(identity.name) \(identity.version), weights \(identity.weightsSHA256.prefix(16))")
        } catch {
            return .fail("model", "\(error)", hint: error.hint)
        }
    }

    /// Checks that every script of DICOM's character sets has a font, if a peer is sent a PDF or a picture.
    func fonts() -> [CheckResult] {
        let name = "fonts"
        do throws(DICOMObjectError) {
            guard configuration.peers.contains(where: { $0.forms.contains(where: \.isDrawn) }) else { return [] }
            let missing = try PageScript.withoutFont()
            guard !missing.isEmpty else { return [.ok(name, "every script of DICOM's character sets has a font")] }
            let scripts = missing.map(\.rawValue).joined(separator: ", ")
            let packages = Set(missing.map(\.package)).sorted().joined(separator: " ")
            return [
                .warn(
                    name, "no font for \(scripts): boxes stand for such characters in PDFs and pictures",
                    hint: "install \(packages)")
            ]
        } catch {
            return [.fail(name, "\(error)", hint: error.hint)]
        }
    }

    func certificates() -> [CheckResult] { dicomCertificate() + webCertificate() + syslogCertificate() }

    /// Checks the certificate that is shown to the collector of audit messages.
    private func syslogCertificate() -> [CheckResult] {
        let syslog = configuration.syslog
        guard !syslog.host.isEmpty, !syslog.certificate.isEmpty else { return [] }
        return certificate("audit certificate", syslog.certificate) { logger throws(NetworkError) in
            try TLSContext.requestor(
                TLSFiles(certificate: syslog.certificate, key: syslog.key, authorities: syslog.authorities),
                logger: logger)
        }
    }

    private func webCertificate() -> [CheckResult] {
        guard configuration.web.port != nil, configuration.web.isSecure else { return [] }
        return certificate("web certificate", configuration.web.certificate) { logger throws(NetworkError) in
            try TLSContext.acceptor(configuration.web.files, requiresCertificate: false, logger: logger)
        }
    }

    private func dicomCertificate() -> [CheckResult] {
        let isCalling = configuration.peers.contains { $0.usesTLS && $0.host != nil }
        guard configuration.tls.port != nil || isCalling else { return [] }
        return certificate("certificate", configuration.tls.certificate) { logger throws(NetworkError) in
            configuration.tls.port == nil
                ? try TLSContext.requestor(configuration.tls.files, logger: logger)
                : try TLSContext.acceptor(
                    configuration.tls.files, requiresCertificate: configuration.tls.requiresClientCertificate,
                    logger: logger)
        }
    }

    private func certificate(
        _ name: String, _ path: String, _ load: (Logger) throws(NetworkError) -> TLSContext
    ) -> [CheckResult] {
        var logger = Logger(label: "thoraxctl")
        logger.logLevel = .critical
        do throws(NetworkError) {
            guard let expiry = try load(logger).expiry else { return [] }
            let days = Int((expiry.timeIntervalSinceNow / 86_400).rounded(.down))
            let text = "\(path) and its key match; it expires in \(days) days"
            if days < 0 { return [.fail(name, "\(path) has expired", hint: "replace it; no restart needed")] }
            return [
                days < Self.noticeDays
                    ? .warn(name, text, hint: "replace it before it expires; no restart needed") : .ok(name, text)
            ]
        } catch {
            return [.fail(name, "\(error)", hint: error.hint)]
        }
    }

    /// Sends a C-ECHO to each peer that has a host.
    func peers() -> [CheckResult] {
        var logger = Logger(label: "thoraxctl")
        logger.logLevel = .critical
        let called = configuration.peers.filter { $0.host != nil }
        guard !called.isEmpty else { return [] }
        do {
            let requestor = try configuration.requestor(logger: logger)
            return called.map { peer in
                let echo = EchoResult(calling: peer, by: requestor)
                return echo.isReachable
                    ? .ok("peer \(peer.name)", echo.text)
                    : .fail("peer \(peer.name)", echo.text, hint: echo.hint ?? "see the result above")
            }
        } catch {
            return [.fail("peers", "cannot call peers: \(error)", hint: error.asOperatorError.hint)]
        }
    }

    /// Checks the clock, because reports and the audit trail use its time.
    func clock() -> CheckResult {
        let name = "clock"
        let now = describeTime(Date())
        let latest = try? WorkListStore(stateDirectory: configuration.stateDirectory, for: .asking).latestTime()
        if Date() < Self.earliest {
            return .fail(name, "the clock shows \(now)", hint: "set the clock and synchronize it with NTP")
        }
        if let latest, latest > Date() + 60 {
            return .fail(
                name, "the clock shows \(now), but the latest record is from \(describeTime(latest))",
                hint: "set the clock and synchronize it with NTP")
        }
        if SystemClock.isSynchronized { return .ok(name, "\(now), synchronized") }
        let keepers = ["/run/systemd/timesync/synchronized", "/run/chrony", "/run/ntpd.pid", "/run/ntpsec"]
        guard keepers.contains(where: { access($0, F_OK) == 0 }) else {
            return .warn(
                name, "\(now); the clock is not synchronized, and no time synchronization service was found",
                hint: "run systemd-timesyncd or chrony, unless the host of this machine sets its clock")
        }
        return .warn(
            name, "\(now); the clock is not synchronized", hint: "see timedatectl timesync-status, or chronyc tracking")
    }
}
