import Testing

@testable import Auditing
@testable import WorkList
@testable import WorkListDatabase

struct AuditInboxTests {
    private func rejection(_ address: String) -> AuditOccurrence.What {
        .rejected(.init(aeTitle: "X", address: address), reason: "unknown")
    }

    @Test func `what was handed over is handed out once, in its order`() {
        let inbox = AuditInbox()
        inbox.add(.started)
        inbox.add(.stopped)
        #expect(inbox.take().map(\.what) == [.started, .stopped])
        #expect(inbox.take().isEmpty)
    }

    @Test func `what finds no room is counted and told as a gap`() {
        let inbox = AuditInbox()
        for _ in 0..<AuditInbox.limit + 5 { inbox.add(.started) }
        let taken = inbox.take()
        #expect(taken.count == AuditInbox.limit + 1)
        #expect(taken.last?.what == .lost(count: 5))
    }

    @Test func `what could not be written comes again before what came since`() {
        let inbox = AuditInbox()
        inbox.add(.started)
        let taken = inbox.take()
        inbox.add(.stopped)
        inbox.takeBack(taken + [AuditOccurrence(.lost(count: 2))])
        #expect(inbox.take().map(\.what) == [.started, .stopped, .lost(count: 2)])
    }

    @Test func `taking back too much loses the rest and says so`() {
        let inbox = AuditInbox()
        for _ in 0..<AuditInbox.limit { inbox.add(.stopped) }
        inbox.takeBack([AuditOccurrence(.started), AuditOccurrence(.started)])
        let taken = inbox.take()
        #expect(taken.count == AuditInbox.limit + 1)
        #expect(taken.last?.what == .lost(count: 2))
    }

    @Test func `refusals of one address are one message and then a count a minute`() {
        let inbox = AuditInbox()
        let start = ContinuousClock.now
        var messages: [AuditOccurrence.What] = []
        // Ten a second for five minutes, taken every second.
        for second in 0..<300 {
            for _ in 0..<10 { inbox.add(rejection("10.0.0.1"), at: start + .seconds(second)) }
            messages += inbox.take(at: start + .seconds(second)).map(\.what)
        }
        messages += inbox.take(isLast: true, at: start + .seconds(300)).map(\.what)
        #expect(messages.first == rejection("10.0.0.1"))
        let counts = messages.dropFirst().map { if case .refusedAgain("10.0.0.1", let count) = $0 { count } else { 0 } }
        #expect(counts.count == 5 && counts.reduce(0, +) == 2999, "\(messages)")
    }

    @Test func `an address that stays away for a minute is new again`() {
        let inbox = AuditInbox()
        let start = ContinuousClock.now
        for minute in [0, 2, 4] {
            inbox.add(rejection("10.0.0.1"), at: start + .seconds(60 * minute))
            let taken = inbox.take(at: start + .seconds(60 * minute)).map(\.what)
            #expect(taken == [rejection("10.0.0.1")])
            #expect(inbox.take(at: start + .seconds(60 * minute + 60)).isEmpty)
        }
    }

    @Test func `refusals from invented addresses are a few messages and a count`() {
        let inbox = AuditInbox()
        let start = ContinuousClock.now
        for number in 0..<20_000 { inbox.add(rejection("10.0.\(number / 256).\(number % 256)"), at: start) }
        #expect(inbox.take(at: start).count == AuditRepetitions.addressLimit)
        let counted = inbox.take(at: start + .seconds(60)).map(\.what)
        #expect(counted == [.refusedAgain(address: nil, count: 20_000 - AuditRepetitions.addressLimit)])
    }

    private func query(_ text: String, by title: String = "STATION") -> AuditOccurrence.What {
        .queried(
            by: .init(aeTitle: title, address: "10.0.0.1"),
            .init(sopClassUID: "1.2", transferSyntaxUID: "1.2", identifier: Array(text.utf8), failure: nil))
    }

    @Test func `equal queries are one message and a count, different ones are all recorded`() {
        let inbox = AuditInbox()
        let start = ContinuousClock.now
        for text in ["a", "b", "a", "a"] { inbox.add(query(text), at: start) }
        inbox.add(query("a", by: "OTHER"), at: start)
        let recorded = inbox.take(at: start).map(\.what)
        #expect(recorded == [query("a"), query("b"), query("a", by: "OTHER")])
        guard case .queried(let caller, let content) = query("a") else { return }
        let counted = inbox.take(isLast: true, at: start).map(\.what)
        #expect(counted == [.queriedAgain(by: caller, content, count: 2)])
    }

    @Test func `a caller with hundreds of different queries a minute is counted, others are not`() {
        let inbox = AuditInbox()
        let start = ContinuousClock.now
        for number in 0..<1000 { inbox.add(query("\(number)"), at: start) }
        inbox.add(query("0", by: "OTHER"), at: start)
        #expect(inbox.take(at: start).count == AuditRepetitions.queryLimit + 1)
        let counted = inbox.take(at: start + .seconds(60)).map(\.what)
        let caller = AuditOccurrence.Caller(aeTitle: "STATION", address: "10.0.0.1")
        #expect(counted == [.queriedAgain(by: caller, nil, count: 1000 - AuditRepetitions.queryLimit)])
        inbox.add(query("0"), at: start + .seconds(61))
        #expect(inbox.take(at: start + .seconds(61)).map(\.what) == [query("0")])
    }

    @Test func `a caller that asks something else all day has a bounded number of queries recorded`() {
        let inbox = AuditInbox()
        let start = ContinuousClock.now
        var (recorded, counted) = (0, 0)
        for second in 0..<3600 {
            for number in 0..<10 { inbox.add(query("\(second) \(number)"), at: start + .seconds(second)) }
            for message in inbox.take(at: start + .seconds(second)).map(\.what) {
                if case .queriedAgain(_, nil, let count) = message { counted += count } else { recorded += 1 }
            }
        }
        for case .queriedAgain(_, _, let count) in inbox.take(isLast: true, at: start + .seconds(3600)).map(\.what) {
            counted += count
        }
        #expect(recorded + counted == 36_000)
        #expect(recorded <= AuditRepetitions.queryLimit + 1800, "\(recorded)")
    }

    @Test func `many callers with many queries do not make each refusal and query a message`() {
        let inbox = AuditInbox()
        let start = ContinuousClock.now
        var recorded = 0
        for number in 0..<1000 {
            for caller in 0..<100 { inbox.add(query("\(number)", by: "A\(caller)"), at: start) }
            recorded += inbox.take(at: start).count
        }
        for number in 0..<20_000 { inbox.add(rejection("10.0.\(number / 256).\(number % 256)"), at: start) }
        recorded += inbox.take(at: start).count
        #expect(recorded <= AuditInbox.limit + AuditRepetitions.addressLimit, "\(recorded)")
        let counts = inbox.take(at: start + .seconds(60)).reduce(0) {
            switch $1.what {
            case .queriedAgain(_, _, let count), .refusedAgain(_, let count): $0 + count
            default: $0
            }
        }
        #expect(recorded + counts == 120_000)
        _ = inbox.take(at: start + .seconds(3000))
        _ = inbox.take(at: start + .seconds(3500))
        // Much later a caller that asks for the first time is told apart.
        inbox.add(query("new", by: "NEW"), at: start + .seconds(3600))
        #expect(inbox.take(at: start + .seconds(3600)).map(\.what).contains(query("new", by: "NEW")))
    }
}
