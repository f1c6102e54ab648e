package import Foundation

/// An object of the matrix of codings (`Tests/References/DICOMObject/matrix.py`) as a file, by its name there.
package final class CodedSample {
    private struct Case: Decodable {
        let name: String
        let offset: Int
        let length: Int
    }

    private static let matrix: (cases: [String: Case], objects: Data)? = {
        let folder = packageRoot.appending(path: "Tests/References/DICOMObject/matrix")
        guard let objects = try? Data(contentsOf: folder.appending(path: "objects")),
            let text = try? Data(contentsOf: folder.appending(path: "cases.json")),
            let cases = try? JSONDecoder().decode([Case].self, from: text)
        else { return nil }
        return (Dictionary(cases.map { ($0.name, $0) }) { first, _ in first }, objects)
    }()

    private struct Missing: Error { let name: String }

    package let url = FileManager.default.temporaryDirectory.appending(path: "coded-\(UUID().uuidString).dcm")
    package var path: String { url.path }

    package init(_ name: String) throws {
        guard let matrix = Self.matrix, let found = matrix.cases[name] else { throw Missing(name: name) }
        try matrix.objects[found.offset..<found.offset + found.length].write(to: url)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
