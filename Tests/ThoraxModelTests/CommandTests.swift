import Foundation
import TestHarness
import Testing

/// Runs `thorax-model` as a data scientist would, on a small synthetic data set for two epochs.
@Suite(.blocking) final class CommandTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "thorax-model-\(UUID().uuidString)")
    private static let pictures = packageRoot.appending(path: "Tests/References/pictures")

    init() throws {
        let data = folder.appending(path: "data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        var rows = "image,labels,patient_id,view\n"
        for patient in 0..<40 {
            let isSick = patient % 2 == 0
            rows +=
                "\(patient).png,\(isSick ? "Pneumonia" : "No Finding"),\(patient),\(patient % 4 < 2 ? "AP" : "PA")\n"
            try FileManager.default.copyItem(
                at: Self.pictures.appending(path: isSick ? "gray8.png" : "rgb.png"),
                to: data.appending(path: "\(patient).png"))
        }
        try rows.write(to: data.appending(path: "labels.csv"), atomically: true, encoding: .utf8)

        try SmallTraining.configuration().write(to: folder.appending(path: "config.json"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func run(_ arguments: String...) throws -> RunningProgram.End {
        try Program.run(arguments, in: folder)
    }

    @Test func `counts have bounds, and a refusal says them`() throws {
        for threads in ["0", "-1", "257"] {
            let report = try run("report", "a.png", "--bundle", "model", "--threads=\(threads)")
            #expect(report.status == 64 && report.errors.contains("1 to 256"), "\(report)")
        }
        let ablation = try run("ablate", "--config", "config.json", "--seeds", "101")
        #expect(ablation.status == 64 && ablation.errors.contains("1 to 100"), "\(ablation)")
    }

    @Test func `trains, inspects, evaluates and reports`() throws {
        let data = ["--dataset", "nih", "--root", "data"]
        let train = try run("train", data[0], data[1], data[2], data[3], "--config", "config.json", "--output", "model")
        #expect(train.status == 0, "\(train.errors)")
        #expect(train.errors.contains("epoch 2/2"))
        #expect(!train.errors.contains("\r"), "a pipe gets plain lines")
        #expect(train.output.contains("nearest training image"))

        let inspect = try run("inspect", "model")
        #expect(inspect.status == 0)
        #expect(inspect.output.contains("not for clinical use"))
        #expect(inspect.output.contains("prevalence on the validation films"))
        #expect(inspect.output.contains("possible from 20.0 %, present from 50.0 %"), "\(inspect.output)")
        #expect(inspect.output.contains("thorax-model train --dataset nih --root DIR --config config.json"))

        let evaluate = try run("evaluate", "--bundle", "model", data[0], data[1], data[2], data[3], "--json")
        let scores = try #require(try JSONSerialization.jsonObject(with: Data(evaluate.output.utf8)) as? [String: Any])
        #expect(scores["fold"] as? String == "test")
        #expect((scores["drafts"] as? [Any])?.count == 3)
        #expect(
            (scores["degrees"] as? [[String: Any]])?.map { $0["degree"] as? String } == [
                "present", "possible", "absent",
            ])

        let orientation = try run("orientation", "--bundle", "model", data[0], data[1], data[2], data[3])
        #expect(orientation.status == 1 && orientation.errors.contains("no orientation check"), "\(orientation)")
        let learn = try run("orientation", "--bundle", "model", data[0], data[1], data[2], data[3], "--learn")
        #expect(learn.status == 1 && learn.errors.contains("at least 200 training"), "\(learn)")

        let picture = Self.pictures.appending(path: "gray.jpg").path
        let text = try run("report", "--bundle", "model", picture)
        // After two epochs the decoder may state what its finding head does not find.
        #expect(text.output.contains("FINDINGS:") || text.output.contains("No draft is offered"))
        #expect(text.output.contains("not for clinical use"))
        let json = try run("report", "--bundle", "model", "--json", picture, picture)
        let draft = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect((draft["findings"] as? [Any])?.count == 14)
        let provenance = try #require(draft["provenance"] as? [String: Any])
        #expect((provenance["weightsSHA256"] as? String)?.count == 64)
        #expect((provenance["vocabularySHA256"] as? String)?.count == 64)
        #expect((provenance["pictures"] as? [[String: Any]])?.map { $0["file"] as? String } == [picture, picture])
        let sentences = try #require(draft["sentences"] as? [[String: Any]])
        #expect(sentences.allSatisfy { $0["confidence"] is Double && $0["claims"] is [Any] })

        let predictions = folder.appending(path: "predictions.jsonl")
        let diagram = folder.appending(path: "reliability.svg")
        let predicted = try run(
            "evaluate", "--bundle", "model", data[0], data[1], data[2], data[3], "--predictions", predictions.path,
            "--reliability", diagram.path)
        #expect(try String(contentsOf: diagram, encoding: .utf8).contains("before calibration"))
        #expect(predicted.status == 0 && predicted.output.contains("undefined"), "\(predicted)")
        let lines = try String(contentsOf: predictions, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == scores["films"] as? Int)
        let first = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect((first["id"] as? String)?.hasSuffix(".png") == true && first["draft"] is String)
        let findings = try #require(first["findings"] as? [[String: Any]])
        #expect(findings.count == 14 && findings.allSatisfy { $0["probability"] is Double && $0["label"] is String })

        // A finished run is kept unless the command says what to do with it.
        let weights = try Data(contentsOf: folder.appending(path: "model.run/best.safetensors"))
        try FileManager.default.copyItem(
            at: folder.appending(path: "model.run"), to: folder.appending(path: "copy.run"))
        for (output, reason) in [("model", "model already exists"), ("copy", "holds a run of 2 complete epochs")] {
            let again = try run(
                "train", data[0], data[1], data[2], data[3], "--config", "config.json", "--output", output)
            #expect(again.status == 1 && again.errors.contains("--force to overwrite it"), "\(again)")
            #expect(again.errors.contains(reason), "\(again)")
        }
        #expect(try Data(contentsOf: folder.appending(path: "model.run/best.safetensors")) == weights)
        let forced = try run(
            "train", data[0], data[1], data[2], data[3], "--config", "config.json", "--output", "model", "--force",
            "--seed", "7")
        #expect(forced.status == 0, "\(forced.errors)")
        #expect(try Data(contentsOf: folder.appending(path: "model.run/best.safetensors")) != weights)

        // A different table gives different folds, so the scores would not be held out.
        let table = folder.appending(path: "data/labels.csv")
        let rows = try String(contentsOf: table, encoding: .utf8).split(separator: "\n").dropLast(5)
        try rows.joined(separator: "\n").write(to: table, atomically: true, encoding: .utf8)
        let other = try run("evaluate", "--bundle", "model", data[0], data[1], data[2], data[3])
        #expect(other.status == 1)
        #expect(other.errors.contains("not split into the folds"))
    }

    @Test func `describe finds equal pictures and findings that a fold lacks`() throws {
        let result = try run("describe", "--dataset", "nih", "--root", "data", "--config", "config.json", "--json")
        let summary = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        let folds = try #require(summary["folds"] as? [[String: Any]])
        #expect(folds.map { $0["fold"] as? String } == ["train", "validation", "test"])
        #expect(folds.compactMap { $0["studies"] as? Int }.reduce(0, +) == 40)
        #expect((summary["pictures"] as? [String: Any])?["repeated"] as? Int == 40)
        #expect(summary["patientsInTwoFolds"] as? Int == 0 && summary["reports"] == nil)
        #expect(result.status == 0, "\(result.errors)")
    }

    /// A run's metrics without the fields that depend on time.
    private func metrics(_ name: String) throws -> [[String: Double]] {
        let lines = try Data(contentsOf: folder.appending(path: name + ".run/metrics.jsonl")).split(separator: 10)
        return try lines.map { line in
            var fields = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Double])
            for timing in ["seconds", "examplesPerSecond"] { fields[timing] = nil }
            return fields
        }
    }

    @Test func `a run killed within an epoch and resumed gives the same metrics and weights`() throws {
        try SmallTraining.configuration(epochs: 12).write(to: folder.appending(path: "config.json"))
        let arguments = ["train", "--dataset", "nih", "--root", "data", "--config", "config.json", "--threads", "1"]
        let whole = try Program.start(arguments + ["--output", "whole"], in: folder)
        let killed = try Program.start(arguments + ["--output", "killed"], in: folder)
        let state = folder.appending(path: "killed.run/state.safetensors")
        while killed.isRunning, (try? metrics("killed").count) ?? 0 < 3 || (try? Data(contentsOf: state)) == nil {}
        killed.kill(SIGKILL)
        #expect(killed.end().isBySignal, "the run ended before it could be killed")
        #expect(try metrics("killed").count < 12)

        let resumed = try Program.run(arguments + ["--output", "killed", "--resume"], in: folder)
        #expect(resumed.status == 0 && whole.end().status == 0)
        #expect(try metrics("killed") == metrics("whole"))
        #expect(try metrics("killed").count == 12)
        let weights = try ["killed", "whole"].map {
            try Data(contentsOf: folder.appending(path: $0 + ".run/last.safetensors"))
        }
        #expect(weights[0] == weights[1])
    }

    @Test func `prints errors with a hint`() throws {
        let absent = try run("report", "--bundle", "absent", Self.pictures.appending(path: "gray.jpg").path)
        #expect(absent.status == 1)
        #expect(absent.errors.contains("error: ") && absent.errors.contains("hint: "))
        try "image,labels,patient_id,view\na.png,Cough,1,AP\n".write(
            to: folder.appending(path: "data/labels.csv"), atomically: true, encoding: .utf8)
        let broken = try run(
            "train", "--dataset", "nih", "--root", "data", "--config", "config.json", "--output", "model")
        #expect(broken.status == 1)
        #expect(broken.errors.contains("row 2: unknown label \"Cough\""))

        // A valid file without tensors.
        try Data([2, 0, 0, 0, 0, 0, 0, 0] + Array("{}".utf8)).write(to: folder.appending(path: "weights.safetensors"))
        let weights = try run("import", "--weights", "weights.safetensors", "--output", "trunk")
        #expect(weights.status == 1)
        #expect(weights.errors.contains("weights.safetensors has no layer1.0.conv1.weight\nhint: "))
    }
}
