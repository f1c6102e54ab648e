import DICOMCore
import DICOMNetwork
import Intake
import Logging

/// One key of the configuration: its name in the file, and how a value is put into a `Configuration`.
///
/// The table below is the only list of keys: the file, the environment and `etc/thoraxd.yaml` are held to it. Entries of
/// `peers` have their own, `PeerKey`.
package struct ConfigurationKey: Sendable {
    /// Name in the file, `section.key`.
    package let name: String
    /// Sets the value; returns what it should have been where it is none.
    let set: @Sendable (inout Configuration, [String]) -> String?

    /// Name of the environment variable that overrides the file.
    package var environmentVariable: String {
        "THORAXD_" + name.uppercased().replacing(".", with: "_")
    }

    package static let all: [ConfigurationKey] = [
        text("state_directory", \.stateDirectory),
        text("model", \.model),
        choice("log_level", \.logLevel, Logger.Level.allCases.map(\.rawValue)),

        ConfigurationKey(name: "dicom.ae_title") { configuration, values in
            guard values.count == 1, let title = AETitle(values[0]) else { return "1 to 16 printable characters" }
            configuration.aeTitle = title
            return nil
        },
        truth("dicom.check_called_ae_title", \.checkCalledAETitle),
        text("dicom.address", \.dicomAddress),
        port("dicom.port", \.dicomPort),
        port("dicom.tls.port", \.tls.port),
        path("dicom.tls.certificate", \.tls.certificate),
        path("dicom.tls.key", \.tls.key),
        path("dicom.tls.authorities", \.tls.authorities),
        truth("dicom.tls.require_client_certificate", \.tls.requiresClientCertificate),
        number("dicom.maximum_associations", \.maximumAssociations, 1...1000),
        number("dicom.idle_seconds", \.idleSeconds, 1...3600),
        ConfigurationKey(name: "dicom.unknown_peers") { configuration, values in
            guard values.count == 1, let choice = UnknownPeers(rawValue: values[0]) else {
                return "one of \(UnknownPeers.allCases.map(\.rawValue).joined(separator: ", "))"
            }
            configuration.unknownPeers = choice
            return nil
        },

        number("storage.reserve_megabytes", \.reserveMegabytes, 1...1_000_000),
        number("query.maximum_results", \.maximumResults, 1...1_000_000),
        number("intake.quiet_period_seconds", \.quietPeriodSeconds, 0...86_400),
        ConfigurationKey(name: "eligibility.modalities") { configuration, values in
            configuration.eligibility.modalities = Set(values.map { $0.uppercased() })
            return values.isEmpty ? "at least one modality" : nil
        },
        ConfigurationKey(name: "eligibility.chest_terms") { configuration, values in
            configuration.eligibility.chestTerms = values.map { $0.lowercased() }
            return values.isEmpty ? "at least one term" : nil
        },
        ConfigurationKey(name: "eligibility.views") { configuration, values in
            configuration.eligibility.views = Set(values.map { $0.uppercased() })
            return values.isEmpty ? "at least one view position" : nil
        },

        number("reporter.threads", \.reporterThreads, 1...64),
        number("reporter.memory_megabytes", \.reporterMemoryMegabytes, 512...1_000_000),
        number("reporter.processor_seconds", \.reporterProcessorSeconds, 1...86_400),
        number("reporter.wall_seconds", \.reporterWallSeconds, 1...86_400),
    ]

    private typealias Path<Value> = any WritableKeyPath<Configuration, Value> & Sendable

    private static func text(_ name: String, _ path: Path<String>) -> ConfigurationKey {
        ConfigurationKey(name: name) { configuration, values in
            guard values.count == 1, !values[0].isEmpty else { return "one text" }
            configuration[keyPath: path] = values[0]
            return nil
        }
    }

    /// A text that may be empty.
    private static func path(_ name: String, _ path: Path<String>) -> ConfigurationKey {
        ConfigurationKey(name: name) { configuration, values in
            guard values.count == 1 else { return "one path" }
            configuration[keyPath: path] = values[0]
            return nil
        }
    }

    private static func port(_ name: String, _ path: Path<UInt16?>) -> ConfigurationKey {
        ConfigurationKey(name: name) { configuration, values in
            guard values.count == 1, values[0] == "off" || UInt16(values[0]) != nil else {
                return "a number from 0 to 65535, or off"
            }
            configuration[keyPath: path] = UInt16(values[0])
            return nil
        }
    }

    private static func choice(_ name: String, _ path: Path<String>, _ choices: [String]) -> ConfigurationKey {
        ConfigurationKey(name: name) { configuration, values in
            guard values.count == 1, choices.contains(values[0]) else {
                return "one of \(choices.joined(separator: ", "))"
            }
            configuration[keyPath: path] = values[0]
            return nil
        }
    }

    private static func truth(_ name: String, _ path: Path<Bool>) -> ConfigurationKey {
        ConfigurationKey(name: name) { configuration, values in
            guard values.count == 1, let value = Bool(values[0]) else { return "true or false" }
            configuration[keyPath: path] = value
            return nil
        }
    }

    private static func number(_ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>) -> ConfigurationKey {
        ConfigurationKey(name: name) { configuration, values in
            guard values.count == 1, let value = Int(values[0]), range.contains(value) else {
                return "a number from \(range.lowerBound) to \(range.upperBound)"
            }
            configuration[keyPath: path] = value
            return nil
        }
    }
}
