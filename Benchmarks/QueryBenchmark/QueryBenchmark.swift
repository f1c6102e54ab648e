import DICOMCore
import DICOMNetwork
import Foundation

/// The client of query.sh, used for every server.
///
///     store PORT TITLE STUDIES DAYS    sends the studies, with two images each and a report in every tenth
///     ask PORT TITLE STUDIES DAYS REPEATS
///                                      runs each query REPEATS times; prints p50 and p95 in milliseconds and the
///                                      mean number of matches
@main struct QueryBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let numbers = arguments.dropFirst(3).compactMap { Int($0) }
        guard arguments.count >= 5, let port = UInt16(arguments[2]), let title = AETitle(arguments[3]),
            numbers.count == arguments.count - 3, let own = AETitle("BENCHMARK")
        else {
            print("usage: query-benchmark store|ask PORT TITLE STUDIES DAYS [REPEATS]")
            exit(64)
        }
        var peer = Peer(name: "server", aeTitle: title)
        peer.host = "127.0.0.1"
        peer.port = port
        let requestor = AssociationRequestor(callingAETitle: own)
        switch arguments[1] {
        case "store": try store(studies: numbers[0], days: numbers[1], requestor, peer)
        default: try ask(studies: numbers[0], days: numbers[1], repeats: numbers[2], requestor, peer)
        }
    }

    private static func store(studies: Int, days: Int, _ requestor: AssociationRequestor, _ peer: Peer) throws {
        let classes = [SOPClass.computedRadiographyImage, SOPClass.basicTextSR]
        let association = try requestor.open(
            to: peer, proposing: classes.map { ContextProposal($0, [.implicitVRLittleEndian]) })
        for number in 0..<studies {
            let study = BenchmarkStudy(number, days: days)
            for object in study.objects {
                guard let context = association.contexts.values.first(where: { $0.abstractSyntax == object.sopClass })
                else { throw NetworkError.protocolViolation("the peer does not accept \(object.sopClass)") }
                try association.send(
                    CommandSet(storing: object.instance, of: object.sopClass, messageID: 1), in: context,
                    dataSet: object.dataSet)
                guard try association.receiveMessage()?.command[.status] == 0 else {
                    throw NetworkError.protocolViolation("the peer did not store an object")
                }
            }
        }
        try association.release()
    }

    private static func ask(
        studies: Int, days: Int, repeats: Int, _ requestor: AssociationRequestor, _ peer: Peer
    ) throws {
        let association = try requestor.open(
            to: peer, proposing: [ContextProposal(SOPClass.studyRootFind, [.implicitVRLittleEndian])])
        guard let context = association.contexts.values.first else { throw NetworkError.protocolViolation("no C-FIND") }
        let clock = ContinuousClock()
        for question in Question.allCases {
            var times: [Double] = []
            var matches = 0
            for turn in 0..<(repeats + 3) {
                // Spread over all studies, and the same for every server.
                let study = BenchmarkStudy((turn * 7_919 + 13) % studies, days: days)
                var request = CommandSet()
                request.setText(.affectedSOPClassUID, SOPClass.studyRootFind.description)
                request[.commandField] = CommandSet.Field.findRequest.rawValue
                request[.messageID] = UInt16(turn + 1)
                request[.priority] = 0
                request[.dataSetType] = 1
                let identifier = question.identifier(about: study)
                var found = 0
                let time = try clock.measure {
                    try association.send(request, in: context, dataSet: identifier)
                    while let response = try association.receiveMessage(), response.command.hasDataSet {
                        try association.receiveDataSet(of: response) { _ in }
                        found += 1
                    }
                }
                // The first queries fill caches and compile statements on both sides.
                guard turn >= 3 else { continue }
                matches += found
                times.append(time / .milliseconds(1))
            }
            times.sort()
            let p95 = times[min(times.count - 1, times.count * 95 / 100)]
            let mean = Double(matches) / Double(repeats)
            print(question.rawValue, times[times.count / 2], p95, mean, separator: "\t")
        }
        try association.release()
    }
}
