package import Platform
import Yams

/// A configuration file in which one key of the highest level has another value. Everything else, comments and line
/// ends included, stays as it is.
package struct SettingChange {
    /// The file's text with the value.
    package let text: String
    /// The line of the key, counted from 1.
    package let line: Int
    /// The configuration that the text gives.
    package let configuration: DaemonConfiguration

    /// - Parameter path: the file, for the places in errors.
    /// - Throws: the first error of the configuration as it is or as it would be, or that the key is not on one line.
    package init(
        setting name: String, to value: String, in before: String, path: String, environment: [String: String]
    ) throws(ConfigurationError) {
        let old = ConfigurationReading(text: before, path: path, environment: environment)
        if let error = old.errors.first { throw error }
        var expected = old.configuration
        guard let key = ConfigurationKey.all.first(where: { $0.name == name }), key.set(&expected, [value]) else {
            throw .unknownKey(name: name, nearest: ConfigurationKey.nearest(to: name), at: path)
        }
        var lines = FileLines(before)
        let setting = "\(name): \(key.value(expected))"
        // It was read above, so it is YAML.
        let mapping = (try? Yams.compose(yaml: FileLines.withoutMark(before)))?.mapping
        if let number = mapping?.keys.first(where: { $0.string == name })?.mark?.line,
            lines.texts.indices.contains(number - 1)
        {
            let remark = lines.texts[number - 1].firstMatch(of: /\s+#.*$/).map { String($0.output) } ?? ""
            lines.replace(number - 1, with: setting + remark)
            line = number
        } else {
            lines.append([setting])
            line = lines.texts.count
        }
        text = lines.text
        let new = ConfigurationReading(text: text, path: path, environment: environment)
        guard new.errors.isEmpty, new.configuration == expected else {
            throw .wrongValue(
                name: name, value: "written over several lines, or set by \(key.environmentVariable) too", at: path,
                expected: "on a line of its own, and only there")
        }
        configuration = new.configuration
    }

    /// Writes the text in place of the file, whose owner and permissions it keeps.
    package func write(to path: String) throws(PlatformError) { try DurableFile.replace(path, with: text) }
}
