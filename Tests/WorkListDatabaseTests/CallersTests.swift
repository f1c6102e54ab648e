import Foundation
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct CallersTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func caller(_ title: String, _ address: String = "10.0.0.1", second: Double = 0) -> Caller {
        Caller(callingAETitle: title, address: address, at: Date(timeIntervalSince1970: 1_000_000 + second))
    }

    @Test func `what a caller did is added up, and its latest words are kept`() throws {
        var first = caller("CR1")
        first.accepted = 2
        first.stored = 7
        first.asked = ["A"]
        first.implementation = "OLD"
        var second = caller("CR1", second: 60)
        second.refused = 1
        second.refusal = "too many"
        second.refusedAt = second.lastSeenAt
        second.asked = ["B"]
        second.needed = ["store"]
        second.implementation = "NEW"
        second.peer = "cr1"
        try fixture.workList.add([first])
        try fixture.workList.add([second])
        var third = caller("CR1", second: 90)
        third.accepted = 1
        third.peer = "cr1"
        try fixture.workList.add([third])
        let known = try fixture.workList.callers()
        #expect(known.count == 1)
        #expect(known[0].firstSeenAt == first.firstSeenAt && known[0].lastSeenAt == third.lastSeenAt)
        #expect(known[0].accepted == 3 && known[0].refused == 1 && known[0].stored == 7)
        #expect(known[0].refusal == "too many" && known[0].refusedAt == second.lastSeenAt)
        #expect(known[0].peer == "cr1")
        #expect(known[0].asked == ["B"] && known[0].needed == ["store"], "the end of an association asks for nothing")
    }

    @Test func `callers are told apart by title and by address, the latest first`() throws {
        try fixture.workList.add([caller("A"), caller("A", "10.0.0.2", second: 2), caller("B", second: 1)])
        #expect(
            try fixture.workList.callers().map { "\($0.callingAETitle) \($0.address)" }
                == ["A 10.0.0.2", "B 10.0.0.1", "A 10.0.0.1"])
    }

    @Test func `of one address and in all, as many unknown callers are kept as were seen last`() throws {
        let limit = WorkListStore.unknownCallersOfOneAddress
        try fixture.workList.add((0..<limit * 2).map { caller("T\($0)", second: Double($0)) })
        #expect(
            Set(try fixture.workList.callers().map(\.callingAETitle)) == Set((limit..<limit * 2).map { "T\($0)" }))

        var peer = caller("PEER", "10.9.9.9", second: -100)
        peer.peer = "archive"
        try fixture.workList.add([peer])
        for host in 0..<WorkListStore.unknownCallerLimit {
            try fixture.workList.add([caller("T", "10.1.\(host / 256).\(host % 256)", second: 100 + Double(host))])
        }
        let known = try fixture.workList.callers()
        #expect(known.count == WorkListStore.unknownCallerLimit + 1)
        #expect(known.contains { $0.peer == "archive" })
        #expect(!known.contains { $0.address == "10.0.0.1" })
    }
}
