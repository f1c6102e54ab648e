import Foundation
import TestHarness
import Testing

@testable import ReportTraining

/// The reference of a training configuration says what the program accepts.
struct TrainingKeyTests {
    private static let files = ["demo", "iu-xray", "mimic-cxr"].map { "etc/thorax-model-\($0).json" }

    private func object(_ file: String) throws -> [String: Any] {
        let bytes = try Data(contentsOf: packageRoot.appending(path: file))
        return try #require(try JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }

    @Test func `the reference has every key of the shipped files, and no other`() throws {
        var found: Set<String> = []
        for file in Self.files {
            found.formUnion(JSONKeyLines(try Data(contentsOf: packageRoot.appending(path: file))).lines.keys)
        }
        let named = Set(TrainingKey.all.map(\.path))
        #expect(named.subtracting(found) == [])
        // Objects that only group keys have no line of their own.
        for path in found.subtracting(named) {
            #expect(named.contains { $0.hasPrefix(path + ".") }, "\(path)")
        }
        #expect(TrainingKey.all.count == named.count)
    }

    @Test func `a value outside the range of the reference is an error that names the key, and its ends are not`()
        throws
    {
        var checked = 0
        for key in TrainingKey.all {
            let (inside, outside) = Self.examples(key.values)
            let file = try #require(try Self.files.first { value(key.path, in: try object($0)) != nil })
            for value in outside {
                let message = try error(setting: key.path, to: value, in: file)
                #expect(
                    message?.contains(" line 1: \(key.path) ") == true, "\(key.path) \(value): \(message ?? "no error")"
                )
                checked += 1
            }
            for value in inside {
                let message = try error(setting: key.path, to: value, in: file)
                #expect(message?.contains("\(key.path) is") != true, "\(key.path) \(value): \(message ?? "")")
                checked += 1
            }
        }
        #expect(checked > 100)
    }

    /// Values at the ends of a range, and values just outside.
    private static func examples(_ values: TrainingKey.Values) -> (inside: [Any], outside: [Any]) {
        switch values {
        case .text, .part: ([], [7])
        case .flag: ([true, false], [7, "yes"])
        case .list: ([], [7, ["a"]])
        case .whole(let range):
            (
                [range.lowerBound] + (range.upperBound == .max ? [] : [range.upperBound]),
                [range.lowerBound - 1, 1.5, "1"] + (range.upperBound == .max ? [] : [range.upperBound + 1])
            )
        case .number(let above, let from, let to, let below):
            (
                [from, to].compactMap { $0 },
                ["1"] + [above, below].compactMap { $0 }
                    + [from.map { $0 - 0.001 }, to.map { $0 + 0.001 }].compactMap { $0 }
            )
        case .choice(let names): (names.map { Int($0) ?? $0 as Any }, [Int(names[0]) == nil ? "other" : 99])
        }
    }

    private func value(_ path: String, in object: [String: Any]) -> Any? {
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return object[parts[0]] }
        return (object[parts[0]] as? [String: Any]).flatMap { value(parts[1], in: $0) }
    }

    private func setting(_ path: String, to value: Any, in object: [String: Any]) -> [String: Any] {
        var changed = object
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        changed[parts[0]] =
            parts.count == 1 ? value : setting(parts[1], to: value, in: object[parts[0]] as? [String: Any] ?? [:])
        return changed
    }

    /// The message of the error that a shipped file with one changed value gives, or nil.
    private func error(setting path: String, to value: Any, in file: String) throws -> String? {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: url) }
        try JSONSerialization.data(withJSONObject: setting(path, to: value, in: object(file))).write(to: url)
        do {
            _ = try TrainingConfiguration.read(url)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `docs/training-configuration.md is what the program prints`() throws {
        let page = try String(
            contentsOf: packageRoot.appending(path: "docs/training-configuration.md"), encoding: .utf8)
        for key in TrainingKey.all {
            #expect(page.contains("\n| `\(key.path)` | \(key.values.description) | \(key.meaning) |\n"), "\(key.path)")
        }
        #expect(page.split(separator: "\n").count { $0.hasPrefix("| `") } == TrainingKey.all.count)
    }
}
