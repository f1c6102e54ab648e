import DICOMCore
import DICOMNetwork
import Foundation

/// A modality that sends without pauses, used for every server: one outstanding operation per association, and each
/// object is its own study. Prints one line of JSON.
@main
enum StoreBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 7, let port = UInt16(arguments[1]), let title = AETitle(arguments[2]),
            let count = Int(arguments[3]), let associations = Int(arguments[4]), let first = Int(arguments[5])
        else {
            let usage = "usage: store-benchmark PORT CALLED_AE OBJECTS ASSOCIATIONS FIRST_NUMBER FILE\n"
            FileHandle.standardError.write(Data(usage.utf8))
            exit(64)
        }
        var peer = Peer(name: "server", aeTitle: title)
        peer.host = "127.0.0.1"
        peer.port = port
        let object = try NumberedObject(path: arguments[6])
        let share = count / associations
        let senders = (0..<associations).map { index in
            Sender(peer: peer, object: object, numbers: (first + index * share)..<(first + (index + 1) * share))
        }
        let start = ContinuousClock.now
        let latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
            for sender in senders { group.addTask { try await sender.run() } }
            var all: [Double] = []
            for try await some in group { all += some }
            return all.sorted()
        }
        let rate = Double(latencies.count) / ((ContinuousClock.now - start) / .seconds(1))
        print(
            String(
                format: #"{"rate": %.2f, "megabytes": %.1f, "p50": %.3f, "p95": %.3f}"#, rate,
                rate * Double(object.byteCount) / 1e6, percentile(0.5, of: latencies), percentile(0.95, of: latencies)))
    }

    /// Percentile of the latencies in milliseconds.
    private static func percentile(_ fraction: Double, of latencies: [Double]) -> Double {
        latencies.isEmpty ? 0 : latencies[min(latencies.count - 1, Int(fraction * Double(latencies.count)))] * 1000
    }
}
