import DICOMCore
import Foundation
import HTTPListening
import TestHarness
import Testing
import WebServing
import WorkList
import WorkListFixture

@testable import DICOMWeb

@Suite(.timeLimit(.minutes(10)))
struct SearchTests {
    private func front(maximumResults: Int = 1000) async throws -> RunningFront {
        let front = try await RunningFront(maximumResults: maximumResults)
        for number in 1...5 {
            var header = Fixture.header(study: number)
            header.studyDate = "2021010\(number)"
            header.studyTime = "1\(number)0000"
            header.patientName = number == 5 ? "王^小东=王^小东" : "DOE^JANE"
            header.studyDescription = "chest, two views"
            header.bitsAllocated = 16
            header.rows = 2048
            header.performedProcedureStepStartDate = header.studyDate
            _ = try front.fixture.workList.admit(
                header, path: "instances/\(number).dcm", contents: Fixture.contents(UInt8(number)),
                callingAETitle: Fixture.calling, settleAt: .now)
        }
        return front
    }

    private func studies(_ query: String, of front: RunningFront) async throws -> [String] {
        let answer = try await front.send("/studies?\(query)")
        #expect(answer.status == 200, "\(query): \(answer.text)")
        return answer.values("0020000D")
    }

    @Test func `no match is 200 and an empty list`() async throws {
        let answer = try await front().send("/studies?PatientID=nobody")
        #expect(answer.status == 200 && answer.text == "[]")
        #expect(answer.headers["content-type"] == "application/dicom+json")
    }

    @Test(arguments: [
        ("PatientID=P3", ["1.3"]), ("00100020=P3", ["1.3"]), ("patientid=P3", ["1.5", "1.4", "1.3", "1.2", "1.1"]),
        ("PatientName=doe*&StudyDate=20210103-", ["1.4", "1.3"]), ("StudyDate=-20210102", ["1.2", "1.1"]),
        ("StudyDate=20210103", ["1.3"]), ("StudyDate=20210102-20210104&limit=2", ["1.4", "1.3"]),
        ("StudyDate=20210102-20210104&StudyTime=1230-1330", ["1.3"]),
        ("ModalitiesInStudy=DX&limit=2&offset=3", ["1.2", "1.1"]), ("Modality=DX&limit=1", ["1.5"]),
        ("StudyInstanceUID=1.1,1.2", ["1.2", "1.1"]), ("StudyInstanceUID=1.1%2C1.2", ["1.2", "1.1"]),
        ("0020000d=1.1%5C1.2", ["1.2", "1.1"]), ("StudyDescription=chest%2C+two%20views&limit=1", ["1.5"]),
        ("PatientName=%E7%8E%8B%5E*", ["1.5"]), ("limit=0", []), ("offset=5", []), ("_=1&token=x&limit=1", ["1.5"]),
    ])
    func `keys are matched as in C-FIND, written as clients write them`(query: String, expected: [String]) async throws
    {
        #expect(try await studies(query, of: front()) == expected)
    }

    @Test(arguments: [
        "limit=-1", "limit=abc", "limit=99999999999999999999", "offset=-1", "limit=1&limit=1", "fuzzymatching=maybe",
        "PatientID=a&00100020=b", "StudyDate=yesterday", "StudyDate=2021-01-01-02", "PatientID=%00", "PatientID=a%0Ab",
        "PatientID=%ff",
    ])
    func `a wrong value is 400 and names the parameter, not the value`(query: String) async throws {
        let answer = try await front().send("/studies?\(query)")
        #expect(answer.status == 400 && answer.headers["content-type"] == "application/json", "\(answer.text)")
        #expect(!answer.text.contains("yesterday"))
    }

    @Test func `a UID of the path may be in the query too, if it is the same`() async throws {
        let front = try await front()
        let path = "/studies/1.3/instances?StudyInstanceUID"
        #expect(try await front.send("\(path)=1.3").matches.count == 1)
        for query in ["=1.4", "=1.3&StudyInstanceUID=1.3"] {
            #expect(try await front.send(path + query).status == 400, "\(query)")
        }
    }

    @Test(arguments: ["%zz", "%", "%4", "a%0", "%C3"])
    func `an invalid percent escape is refused`(raw: String) {
        #expect(throws: WebError.self) { try QueryString.decode(raw[...]) }
    }

    @Test func `the combined range of dates and times counts from a moment to a moment`() async throws {
        let front = try await front()
        // From 2 January 12:00 to 4 January 13:00; study n is of day n, hour 10 + n.
        #expect(try await studies("StudyDate=20210102-20210104&StudyTime=1200-1300", of: front) == ["1.3", "1.2"])
    }

    @Test func `what is not matched or left over is a warning`() async throws {
        let front = try await front()
        let answer = try await front.send(
            "/studies?00400275.00400009=x&NumberOfStudyRelatedSeries=1&fuzzymatching=true&limit=2&offset=1")
        let warning = try #require(answer.headers["warning"])
        let agent = "299 \(front.base): "
        for text in [
            "not matched: 00400275.00400009, NumberOfStudyRelatedSeries", "There are 2 additional results",
            "Only literal matching has been performed.",
        ] {
            #expect(warning.contains(agent) && warning.contains(text), "\(warning)")
        }
        #expect(try await front.send("/studies").headers["warning"] == nil)
    }

    @Test func `a value that cannot be matched and a field that is not returned are warnings`() async throws {
        let front = try await front()
        let answer = try await front.send(
            "/instances?VerifyingObserverSequence.VerificationDateTime=soon&includefield=00080008,PatientWeight,00081190"
        )
        let warning = try #require(answer.headers["warning"])
        #expect(answer.status == 200 && warning.contains("not matched: VerifyingObserverSequence.VerificationDateTime"))
        #expect(
            warning.contains("not returned: 00080008, PatientWeight") && !warning.contains("00081190"), "\(warning)")
        // The fields that OHIF and Weasis ask for are all returned.
        let known = "includefield=00081030%2C00080060&includefield=00080061,00100021,00200010,00081190"
        #expect(try await front.send("/studies?\(known)").headers["warning"] == nil)
    }

    @Test func `pages have every match once`() async throws {
        let front = try await front(maximumResults: 2)
        var found: [String] = []
        for offset in [0, 2, 4] { found += try await studies("offset=\(offset)", of: front) }
        #expect(found == ["1.5", "1.4", "1.3", "1.2", "1.1"])
    }

    @Test func `a study has what the standard requires, empty where it is not known`() async throws {
        let front = try await front()
        let study = try #require(try await front.send("/studies?PatientID=P5").matches.first)
        #expect(
            Set(study.keys) == [
                "00080005", "00080020", "00080030", "00080050", "00080056", "00080061", "00080090", "00081190",
                "00100010", "00100020", "00100030", "00100040", "0020000D", "00200010", "00201206", "00201208",
            ])
        #expect(
            (study["00100010"]?["Value"] as? [[String: String]])?.first == [
                "Alphabetic": "王^小东", "Ideographic": "王^小东",
            ])
        #expect((study["00081190"]?["Value"] as? [String])?.first == "\(front.base)/studies/1.5")
        #expect(study["00080090"]?["vr"] as? String == "PN" && study["00080090"]?["Value"] == nil)
        #expect((study["00201206"]?["Value"] as? [Int]) == [1])
        let more = try await front.send(
            "/studies?PatientID=P5&includefield=00081030%2CSeriesDate&includefield=nonsense")
        #expect(more.values("00081030") == ["chest, two views"] && more.matches.first?["00080021"] == nil)
    }

    @Test func `series and instances are found at each of their paths`() async throws {
        let front = try await front()
        let series = try #require(try await front.send("/studies/1.3/series").matches.first)
        for tag in ["00080060", "0008103E", "0020000D", "0020000E", "00200011", "00201209", "00400244", "00400275"] {
            #expect(series[tag] != nil, "\(tag)")
        }
        #expect(series["00100010"] == nil)
        #expect((series["00081190"]?["Value"] as? [String])?.first == "\(front.base)/studies/1.3/series/1.3.1")
        let all = try await front.send("/series?Modality=DX&limit=2")
        #expect(all.values("0020000E") == ["1.5.1", "1.4.1"] && all.matches.first?["00100010"] != nil)
        let instance = try #require(try await front.send("/studies/1.3/series/1.3.1/instances").matches.first)
        #expect((instance["00280100"]?["Value"] as? [Int]) == [16])
        #expect((instance["00083002"]?["Value"] as? [String]) == ["1.2.840.10008.1.2.1"])
        #expect(instance["00080060"] == nil && instance["0020000E"] != nil)
        #expect(try await front.send("/studies/1.3/instances").matches.first?["00080060"] != nil)
        #expect(try await front.send("/instances?SOPInstanceUID=1.2.1.1").values("0020000D") == ["1.2"])
    }

    @Test(arguments: [
        ("application/dicom+json", 200, "application/dicom+json"), ("*/*", 200, "application/dicom+json"),
        ("application/json", 200, "application/json"), ("image/png", 406, "application/json"),
        ("multipart/*", 200, "multipart/related"), ("application/dicom+xml", 406, "application/json"),
        (
            #"application/dicom+json, multipart/related; type="application/octet-stream"; transfer-syntax="*""#, 200,
            "application/dicom+json"
        ),
    ])
    func `the media type is the one that the client takes`(accept: String, status: Int, type: String) async throws {
        let answer = try await front().send("/studies", headers: ["Accept": accept])
        #expect(answer.status == status)
        #expect(answer.headers["content-type"]?.prefix { $0 != ";" } == type[...])
    }
}
