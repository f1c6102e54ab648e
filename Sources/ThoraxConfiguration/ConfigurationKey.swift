import DICOMNetwork

/// One key of the configuration: its name in the file, what it is for, and how a value is put into a
/// `DaemonConfiguration`.
///
/// `all` is the only list of keys: the file, the environment, `etc/thoraxd.yaml` and the reference page are made from
/// it or held to it. Entries of `peers` have their own, `PeerKey`.
package struct ConfigurationKey: Sendable {
    /// Name in the file, `section.key`.
    package let name: String
    /// What it is for, with its unit: whole sentences.
    package let description: String
    /// The values it takes, as the end of "… must be".
    package let values: String
    /// The value in a configuration, as it is written in the file.
    let value: @Sendable (DaemonConfiguration) -> String
    /// Sets the value; returns false for a value that the key does not accept.
    let set: @Sendable (inout DaemonConfiguration, [String]) -> Bool
    /// Copies the value from another configuration.
    let copy: @Sendable (inout DaemonConfiguration, DaemonConfiguration) -> Void
    /// Whether a reload applies it; the others need a restart.
    package private(set) var isReloadable = false

    /// Name of the environment variable that overrides the file.
    package var environmentVariable: String {
        "THORAXD_" + name.uppercased().replacing(".", with: "_")
    }
}

extension ConfigurationKey {
    typealias Path<Value> = any WritableKeyPath<DaemonConfiguration, Value> & Sendable

    /// One text, as `parse` reads it.
    static func one<Value>(
        _ name: String, _ path: Path<Value>, _ values: String, show: @escaping @Sendable (Value) -> String,
        parse: @escaping @Sendable (String) -> Value?, _ description: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name, description: description, values: values, value: { show($0[keyPath: path]) },
            set: { configuration, values in
                guard values.count == 1, let value = parse(values[0]) else { return false }
                configuration[keyPath: path] = value
                return true
            }, copy: { $0[keyPath: path] = $1[keyPath: path] })
    }

    /// The same key, applied by a reload.
    var reloadable: ConfigurationKey {
        var key = self
        key.isReloadable = true
        return key
    }

    static func text(_ name: String, _ path: Path<String>, _ description: String) -> ConfigurationKey {
        one(name, path, "one text", show: yaml, parse: { $0.isEmpty ? nil : $0 }, description)
    }

    /// An address to listen on.
    static func address(_ name: String, _ path: Path<String>, _ description: String) -> ConfigurationKey {
        one(
            name, path, "a numeric address such as 0.0.0.0, :: or 127.0.0.1", show: yaml,
            parse: { AddressRange($0)?.isOneAddress == true ? $0 : nil }, description)
    }

    /// A text that may be empty.
    static func path(_ name: String, _ path: Path<String>, _ description: String) -> ConfigurationKey {
        one(name, path, "one path", show: yaml, parse: { $0 }, description)
    }

    static func truth(_ name: String, _ path: Path<Bool>, _ description: String) -> ConfigurationKey {
        one(name, path, "true or false", show: { "\($0)" }, parse: { Bool($0) }, description)
    }

    static func number(
        _ name: String, _ path: Path<Int>, _ range: ClosedRange<Int>, _ description: String
    ) -> ConfigurationKey {
        one(
            name, path, "a number from \(range.lowerBound) to \(range.upperBound)", show: { "\($0)" },
            parse: { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }, description)
    }

    /// A number, or `off` for none.
    static func numberOrOff<Number: FixedWidthInteger & Sendable>(
        _ name: String, _ path: Path<Number?>, _ range: ClosedRange<Number>, _ description: String
    ) -> ConfigurationKey {
        one(
            name, path, "a number from \(range.lowerBound) to \(range.upperBound), or off",
            show: { $0.map { "\($0)" } ?? "off" },
            parse: { text -> Number?? in
                if text == "off" { return .some(nil) }
                return Number(text).flatMap { range.contains($0) ? .some($0) : nil }
            }, description)
    }

    static func choice<Choice: RawRepresentable<String> & CaseIterable & SendableMetatype>(
        _ name: String, _ path: Path<Choice>, _ description: String
    ) -> ConfigurationKey {
        one(
            name, path, "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))", show: { $0.rawValue },
            parse: { Choice(rawValue: $0) }, description)
    }

    /// At least one text.
    static func texts(
        _ name: String, _ values: String, get: @escaping @Sendable (DaemonConfiguration) -> [String],
        set: @escaping @Sendable (inout DaemonConfiguration, [String]) -> Void, _ description: String
    ) -> ConfigurationKey {
        ConfigurationKey(
            name: name, description: description, values: values,
            value: { "[" + get($0).map(yaml).joined(separator: ", ") + "]" },
            set: { configuration, values in
                set(&configuration, values)
                return !values.isEmpty
            }, copy: { set(&$0, get($1)) })
    }

    /// A text as YAML takes it for a text.
    @Sendable
    static func yaml(_ text: String) -> String {
        text.wholeMatch(of: /[A-Za-z0-9\/][A-Za-z0-9\/._ -]*/) == nil ? "'\(text.replacing("'", with: "''"))'" : text
    }
}
