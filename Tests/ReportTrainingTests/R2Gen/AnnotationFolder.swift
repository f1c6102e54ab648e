import Foundation
import TestHarness
import Testing

/// A synthetic data set in R2Gen's layout: six studies with pictures from `Tests/References`.
final class AnnotationFolder {
    let root = FileManager.default.temporaryDirectory.appending(path: "annotation-\(UUID().uuidString)")
    var records: [String: [[String: Any]]] = [:]

    init(views: Int = 2) throws {
        let pictures = packageRoot.appending(path: "Tests/References/pictures")
        for (number, split) in ["train", "train", "train", "train", "val", "test"].enumerated() {
            let id = "CXR\(number)_IM-000\(number)"
            let folder = root.appending(path: "images/\(id)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for view in 0..<2 {
                try FileManager.default.copyItem(
                    at: pictures.appending(path: "gray8.png"), to: folder.appending(path: "\(view).png"))
            }
            records[split, default: []].append([
                "id": id, "report": "1. The heart is enlarged. 2. A 2.5 cm nodule in the AP/PA views.",
                "image_path": (0..<views).map { "\(id)/\($0).png" }, "split": split,
            ])
        }
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// Writes the records after applying changes to one of them.
    func write(_ split: String = "train", _ index: Int = 0, _ changes: [String: Any] = [:]) throws {
        for (key, value) in changes { records[split]?[index][key] = value }
        try JSONSerialization.data(withJSONObject: records).write(to: root.appending(path: "annotation.json"))
    }
}
