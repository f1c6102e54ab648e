import Testing

@testable import OperatorErrors

struct FaultKindTests {
    private static let table: [(FaultKind, FaultKind.Answers)] = [
        (.notFound, .init(exitCode: 2, httpStatus: 404, dimseStatus: 0x0112, retry: .never)),
        (.forbidden, .init(exitCode: 1, httpStatus: 403, dimseStatus: 0x0124, retry: .never)),
        (.conflict, .init(exitCode: 1, httpStatus: 409, dimseStatus: 0xA700, retry: .never)),
        (.duplicate, .init(exitCode: 1, httpStatus: 409, dimseStatus: 0x0111, retry: .never)),
        (.held, .init(exitCode: 75, httpStatus: 409, dimseStatus: 0xA700, retry: .uncounted)),
        (.invalid, .init(exitCode: 1, httpStatus: 400, dimseStatus: 0xA900, retry: .never)),
        (.tooLarge, .init(exitCode: 1, httpStatus: 413, dimseStatus: 0xA702, retry: .never)),
        (.malformed, .init(exitCode: 1, httpStatus: 400, dimseStatus: 0xC000, retry: .never)),
        (.busy, .init(exitCode: 75, httpStatus: 503, dimseStatus: 0xA700, retry: .uncounted)),
        (.outOfResources, .init(exitCode: 1, httpStatus: 503, dimseStatus: 0xA700, retry: .uncounted)),
        (.misconfigured, .init(exitCode: 78, httpStatus: 500, dimseStatus: 0xA700, retry: .never)),
        (.unavailable, .init(exitCode: 1, httpStatus: 503, dimseStatus: 0xA700, retry: .counted)),
        (.internal, .init(exitCode: 1, httpStatus: 500, dimseStatus: 0xA700, retry: .counted)),
    ]

    @Test(arguments: table)
    func `each kind has its exit code, its HTTP status, its DIMSE status and its retry`(
        kind: FaultKind, answers: FaultKind.Answers
    ) {
        #expect(kind.answers == answers)
    }

    @Test func `the table above has every kind`() { #expect(FaultKindTests.table.map(\.0) == FaultKind.allCases) }

    @Test func `an error that no part defines is a fault of the program`() {
        struct Other: Error {}
        let error = (Other() as any Error).asOperatorError
        #expect(error.fault == .internal && error.description == "Other()" && !error.isPermanent)
    }
}
