import DICOMCore
import Foundation
import Platform
import Testing
import WorkList
import WorkListDatabase

@testable import Intake

/// Objects that say another patient than the study they belong to.
struct PatientChangeTests {
    private let intake: InstanceIntake
    private let workList: WorkListStore

    init() throws {
        workList = try WorkListStore(stateDirectory: NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)")
        intake = InstanceIntake(workList: workList, quietPeriod: .zero)
    }

    private func messages() throws -> [String] { try workList.incidents(limit: 10).map(\.message) }

    private let first = SentObject(patientName: "DOE^JANE", birthDate: "19600102")

    @Test func `the same image with a corrected name or birth date is an incident that names both, and no value`()
        throws
    {
        #expect(try intake.admit(first) == .stored)
        #expect(try messages().isEmpty)
        var again = first
        (again.patientName, again.birthDate) = ("ROE^JANE", "19610102")
        for _ in 1...3 {
            #expect(try intake.admit(again) == .sameImage(differing: [.patientName, .patientBirthDate]))
        }
        #expect(
            try messages() == [
                "study 1.2.3 came with another Patient's Name (0010,0010) and another Patient's Birth Date (0010,0030)"
            ])
        let incident = try #require(try workList.incidents(limit: 1).first)
        let hint = incident.hint
        #expect(incident.studyInstanceUID == "1.2.3")
        #expect(!hint.contains("DOE") && hint.contains("thoraxctl show --show-patient"))
    }

    @Test func `so is another image of the study`() throws {
        #expect(try intake.admit(first) == .stored)
        var second = first
        (second.instance, second.patientName) = ("1.2.3.2", "ROE^JANE")
        #expect(try intake.admit(second) == .stored)
        #expect(try messages() == ["study 1.2.3 came with another Patient's Name (0010,0010)"])
        (second.instance, second.patientName, second.patientID) = ("1.2.3.3", "DOE^JANE", "P2")
        #expect(try intake.admit(second) == .stored)
        #expect(try messages().first == "study 1.2.3 came with another Patient ID (0010,0020)")
    }

    @Test func `it is open until the study is found ineligible, and its draft would name the wrong patient until then`()
        throws
    {
        var second = first
        (second.instance, second.patientName) = ("1.2.3.2", "ROE^JANE")
        for object in [first, second] { #expect(try intake.admit(object) == .stored) }
        let open = try workList.openIncidents(limit: 9, at: .now + 864_000)
        #expect(open.map(\.studyInstanceUID) == ["1.2.3"] && open.allSatisfy(\.isLasting))
        let settled = try #require(try workList.studiesToSettle().first)
        #expect(try workList.settle(settled, as: .foundIneligible(reason: "a hand"), eligible: []))
        #expect(try workList.openIncidents(limit: 9).isEmpty)
    }

    @Test func `on a study that no verdict is to come to it is an event, which nothing has to close`() throws {
        #expect(try intake.admit(first) == .stored)
        let settled = try #require(try workList.studiesToSettle().first)
        #expect(try workList.settle(settled, as: .foundIneligible(reason: "a hand"), eligible: []))
        var again = first
        again.patientName = "ROE^JANE"
        #expect(try intake.admit(again) == .sameImage(differing: [.patientName]))
        #expect(try workList.openIncidents(limit: 9).map(\.isLasting) == [false])
        #expect(try workList.openIncidents(limit: 9, at: .now + 864_000).isEmpty)
        // An image begins the study anew.
        again.instance = "1.2.3.2"
        #expect(try intake.admit(again) == .stored)
        #expect(try workList.openIncidents(limit: 9, at: .now + 864_000).map(\.isLasting) == [true])
    }

    @Test(arguments: [
        ("Doe^Jane", "19600102"), ("DOE^JANE^^", "1960.01.02"), ("DOE^JANE=\u{6771}", "19600102"), ("DOE ^JANE", nil),
        ("", "19600102"),
    ])
    func `another spelling of the same is none`(name: String, birthDate: String?) throws {
        #expect(try intake.admit(first) == .stored)
        var second = first
        (second.instance, second.patientName, second.birthDate) = ("1.2.3.2", name, birthDate)
        #expect(try intake.admit(second) == .stored)
        #expect(try messages().isEmpty)
    }
}
