import DICOMCore
import DICOMWebEncoding
import Testing
import WorkListDatabase

@testable import DICOMWeb

struct SearchMatchesTests {
    @Test func `elements ascend, and each has a VR`() {
        let matches = SearchMatches(
            [.patientName, .rows, .accessionNumber, .modalitiesInStudy, .seriesNumber, .requestedProcedureID], .series,
            "http://x")
        let elements = matches.elements(["DOE^JANE^^=漢^字=", "512", nil, #"DX\\SR"#, "+7", "a\"b"])
        #expect(
            String(decoding: DICOMJSON.object(elements), as: UTF8.self)
                == #"{"00080005":{"vr":"CS","Value":["ISO_IR 192"]},"00080050":{"vr":"SH"},"#
                + #""00080056":{"vr":"CS","Value":["ONLINE"]},"00080061":{"vr":"CS","Value":["DX",null,"SR"]},"#
                + #""00081190":{"vr":"UR","Value":["http://x/studies//series/"]},"#
                + #""00100010":{"vr":"PN","Value":[{"Alphabetic":"DOE^JANE","Ideographic":"漢^字"}]},"#
                + #""00200011":{"vr":"IS","Value":[7]},"00280010":{"vr":"US","Value":[512]},"#
                + #""00400275":{"vr":"SQ","Value":[{"00401001":{"vr":"SH","Value":["a\"b"]}}]}}"#)
    }

    @Test func `a sequence of which nothing is known is empty`() {
        let elements = SearchMatches([.requestedProcedureID], .series, "http://x").elements([nil])
        #expect(elements.contains(MetadataElement(.requestAttributesSequence, .sequence, .empty)))
    }
}
