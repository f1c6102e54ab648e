import DICOMCore
import Testing

@testable import DICOMWeb

struct MatchJSONTests {
    private func written(_ elements: [MatchJSON.Element]) -> String {
        var json = MatchJSON()
        json.append(elements)
        return String(decoding: json.json.bytes, as: UTF8.self)
    }

    @Test func `elements ascend, and each has a VR`() {
        let text = written([
            .init(tag: .patientName, representation: .personName, value: "DOE^JANE^^=漢^字="),
            .init(tag: .rows, representation: .unsignedShort, value: "512"),
            .init(tag: .accessionNumber, representation: .shortString, value: ""),
            .init(tag: .modalitiesInStudy, representation: .codeString, value: "DX\\\\SR"),
            .init(tag: .seriesNumber, representation: .integerString, value: "+7"),
            .init(
                tag: .requestAttributesSequence, representation: .sequence, value: "",
                item: [.init(tag: .requestedProcedureID, representation: .shortString, value: "a\"b")]),
            .init(
                tag: .conceptNameCodeSequence, representation: .sequence, value: "",
                item: [.init(tag: .codeValue, representation: .shortString, value: "")]),
        ])
        #expect(
            text
                == #"{"00080050":{"vr":"SH"},"00080061":{"vr":"CS","Value":["DX",null,"SR"]},"#
                + #""00100010":{"vr":"PN","Value":[{"Alphabetic":"DOE^JANE","Ideographic":"漢^字"}]},"#
                + #""00200011":{"vr":"IS","Value":["+7"]},"00280010":{"vr":"US","Value":[512]},"#
                + #""00400275":{"vr":"SQ","Value":[{"00401001":{"vr":"SH","Value":["a\"b"]}}]},"#
                + #""0040A043":{"vr":"SQ"}}"#)
    }
}
