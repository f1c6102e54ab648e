import Foundation
import WorkList
import WorkListDatabase

/// `worklist-benchmark make DIRECTORY` creates an empty work list.
/// `worklist-benchmark ask DIRECTORY STUDIES TIMES` times the queries of the daemon's threads and of thoraxctl.
/// `worklist-benchmark move DIRECTORY SECONDS` measures state changes per second.
@main
enum WorkListBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let command = arguments.first, arguments.count >= 2 else { return print("see Benchmarks/worklist.sh") }
        let workList = try WorkListStore(stateDirectory: arguments[arguments.startIndex + 1])
        let numbers = arguments.dropFirst(2).compactMap { Int($0) }
        switch command {
        case "ask": try ask(workList, studies: numbers[0], times: numbers[1])
        case "move": try Movement(workList: workList).measure(seconds: Double(numbers[0]))
        default: break
        }
    }

    private static func ask(_ workList: WorkListStore, studies: Int, times: Int) throws {
        let start = ProcessInfo.processInfo.systemUptime
        for question in Question.all(studies: studies) {
            var milliseconds: [Double] = []
            var found = 0
            for _ in 0..<times {
                let begin = ContinuousClock.now
                found = try question.ask(workList)
                milliseconds.append((ContinuousClock.now - begin) / .milliseconds(1))
                // A few repetitions are enough for a slow query.
                if milliseconds.reduce(0, +) > 20_000 { break }
            }
            milliseconds.sort()
            let p50 = milliseconds[milliseconds.count / 2]
            let p95 = milliseconds[min(milliseconds.count - 1, milliseconds.count * 95 / 100)]
            print("\(question.name)\t\(p50)\t\(p95)\t\(found)")
        }
        let took = Int(ProcessInfo.processInfo.systemUptime - start)
        FileHandle.standardError.write(Data("asked in \(took) s\n".utf8))
    }
}
