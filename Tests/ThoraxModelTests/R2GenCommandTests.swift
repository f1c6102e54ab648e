import Foundation
import TestHarness
import Testing

/// Runs `thorax-model` on a small data set in R2Gen's layout: two views, written reports, the contrastive objective.
@Suite(.blocking) final class R2GenCommandTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "r2gen-\(UUID().uuidString)")
    private static let reports = [
        "The lungs are clear. No pleural effusion.", "There is a large right pleural effusion.",
        "The heart is enlarged. No pneumothorax.",
    ]

    init() throws {
        let pictures = packageRoot.appending(path: "Tests/References/pictures")
        var folds: [String: [[String: Any]]] = [:]
        for number in 0..<24 {
            let id = "CXR\(number)_IM-\(number)"
            let images = folder.appending(path: "data/images/\(id)")
            try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
            for (view, name) in ["gray8.png", "gray16.png"].enumerated() {
                try FileManager.default.copyItem(
                    at: pictures.appending(path: name), to: images.appending(path: "\(view).png"))
            }
            let split = number < 16 ? "train" : number < 20 ? "val" : "test"
            folds[split, default: []].append([
                "id": id, "report": Self.reports[number % 3], "image_path": ["\(id)/0.png", "\(id)/1.png"],
            ])
        }
        try JSONSerialization.data(withJSONObject: folds).write(to: folder.appending(path: "data/annotation.json"))

        let shipped = try Data(contentsOf: packageRoot.appending(path: "etc/thorax-model-iu-xray.json"))
        var settings = try #require(try JSONSerialization.jsonObject(with: shipped) as? [String: Any])
        var optimization = try #require(settings["optimization"] as? [String: Any])
        var network = try #require(settings["network"] as? [String: Any])
        for (key, value) in ["epochs": 2, "batchSize": 4, "contrastiveFromEpoch": 2] { optimization[key] = value }
        network["trunkWidths"] = [4, 8]
        network["trunkBlocks"] = [1, 1]
        for (key, value) in ["hiddenSize": 16, "headCount": 2, "feedForwardSize": 16] { network[key] = value }
        settings["optimization"] = optimization
        settings["network"] = network
        settings["preprocessing"] = ["version": 2, "size": 32, "channels": 3]
        settings["start"] = ["initialTrunk": NSNull(), "initialWeights": NSNull(), "trunkFrozen": false]
        try JSONSerialization.data(withJSONObject: settings).write(to: folder.appending(path: "config.json"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    @Test func `trains on written reports and scores against whole and truncated references`() throws {
        let data = ["--dataset", "r2gen", "--root", "data"]
        let train = try Program.run(["train"] + data + ["--config", "config.json", "--output", "model"], in: folder)
        #expect(train.status == 0, "\(train.errors)")
        #expect(train.output.contains("CE-macro14-u0-f1") && train.output.contains("prior hallucination"))
        let metrics = try String(contentsOf: folder.appending(path: "model.run/metrics.jsonl"), encoding: .utf8)
        let lines = metrics.split(separator: "\n")
        #expect(lines.count == 2 && !lines[0].contains("contrastiveLoss") && lines[1].contains("contrastiveLoss"))

        for references in ["full", "truncated"] {
            let evaluate = try Program.run(
                ["evaluate", "--bundle", "model", "--references", references, "--json"] + data, in: folder)
            #expect(evaluate.status == 0, "\(evaluate.errors)")
            let scores = try #require(
                try JSONSerialization.jsonObject(with: Data(evaluate.output.utf8)) as? [String: Any])
            #expect(scores["references"] as? String == references)
            #expect((scores["drafts"] as? [Any])?.count == 3)
        }
        let picture = "data/images/CXR0_IM-0/0.png"
        let report = try Program.run(["report", "--bundle", "model", picture], in: folder)
        #expect(report.status == 0 && report.output.contains("Pleural Effusion"))
    }

    @Test func `a faulty record stops training with its position and the reason`() throws {
        try FileManager.default.removeItem(at: folder.appending(path: "data/images/CXR17_IM-17/1.png"))
        let train = try Program.run(
            ["train", "--dataset", "r2gen", "--root", "data", "--config", "config.json", "--output", "model"],
            in: folder)
        #expect(train.status == 1)
        #expect(train.errors.contains("val[1]: the file of view 2 is missing"))
    }
}
