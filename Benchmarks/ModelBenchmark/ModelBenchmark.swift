import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// The Swift side of model.sh: reads weights and inputs written by model.py and executes one command per line.
///
///     run TASK            one run; prints its milliseconds
///     output TASK FILE    writes the task's result for comparison
///     memory              prints resident and peak resident MiB
///     sgemm               prints OpenBLAS's GFLOP/s with all threads
@main struct ModelBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let threads = Int(arguments[2]) else {
            print("usage: model-benchmark DIRECTORY THREADS")
            exit(64)
        }
        try Compute.prepare(threads: threads)
        StoragePool.limit(bytes: 8 << 30)
        let directory = URL(filePath: arguments[1])
        var tasks: [String: any BenchmarkTask] = [:]
        func task(_ name: String) throws -> any BenchmarkTask {
            if let task = tasks[name] { return task }
            let made = try makeTask(name, directory)
            tasks[name] = made
            return made
        }
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            switch (words.first, words.count) {
            case ("run", 2):
                let task = try task(words[1])
                let clock = ContinuousClock()
                answer("\(clock.measure { task.run() } / .milliseconds(1))")
            case ("output", 3):
                let output = try task(words[1]).output()
                try SafeTensors.write(Checkpoint(tensors: ["output": output]), to: URL(filePath: words[2]))
                answer("written")
            case ("memory", 1): answer("\(residentMebibytes("VmRSS")) / \(residentMebibytes("VmHWM"))")
            case ("sgemm", 1): answer("\(sgemmRate(threads: threads))")
            default: answer("unknown command: \(line)")
            }
        }
    }

    /// Writes one line without buffering, because model.py waits for it.
    private static func answer(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }

    /// TASK is encoder-NETWORK-BATCH, decode-VOCABULARY-TOKENS, report-NETWORK (one image, 60 tokens) or train-NAME.
    private static func makeTask(_ name: String, _ directory: URL) throws -> any BenchmarkTask {
        let parts = name.split(separator: "-").map(String.init)
        switch (parts.first, parts.count) {
        case ("encoder", 3): return try EncoderTask(directory, network: parts[1], batch: Int(parts[2]) ?? 1)
        case ("decode", 3):
            return try DecodeTask(directory, name: "\(parts[0])-\(parts[1])", tokens: Int(parts[2]) ?? 1)
        case ("report", 2): return try DecodeTask(directory, name: "train-\(parts[1])", tokens: 60, images: 1)
        default: return try TrainTask(directory, name: name)
        }
    }

    private static func residentMebibytes(_ field: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(field) } ?? ""
        return (line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) / 1024
    }

    /// The best rate over many products of two 1024 x 1024 matrices, in GFLOP/s.
    private static func sgemmRate(threads: Int) -> Double {
        let (a, b) = (Tensor(shape: [1024, 1024]), Tensor(shape: [1024, 1024]))
        let clock = ContinuousClock()
        let best = (0..<30).map { _ in clock.measure { _ = matmul(a, b) } }.min() ?? .seconds(1)
        return 2 * 1024 * 1024 * 1024 / (best / .nanoseconds(1))
    }
}

/// A task that both sides can run, with a result that both can write.
protocol BenchmarkTask {
    func run()
    func output() throws -> CheckpointTensor
}

extension Tensor {
    var asCheckpoint: CheckpointTensor { CheckpointTensor(shape: shape, values: array()) }
}

extension URL {
    /// One array of a file as a tensor.
    func tensor(_ name: String) throws -> Tensor {
        guard let found = try SafeTensors.read(self).tensors[name] else { throw CheckpointError.missing([name]) }
        return Tensor(found.values, shape: found.shape)
    }
}
