import DICOMCore
import DICOMWebEncoding
import Testing

struct StoreInstancesResponseTests {
    private func header(_ number: Int, study: String = "1.2") -> InstanceHeader {
        InstanceHeader(
            sopClassUID: "1.9", sopInstanceUID: "1.2.3.\(number)", studyInstanceUID: study, seriesInstanceUID: "1.3",
            transferSyntaxUID: "1.2.840.10008.1.2.1")
    }

    private func json(_ response: StoreInstancesResponse) -> String {
        String(decoding: DICOMJSON.object(response.elements(studies: "http://h/studies")), as: UTF8.self)
    }

    @Test func `all stored is 200 with where each is`() {
        var response = StoreInstancesResponse()
        response.stored(header(1))
        response.stored(header(2))
        #expect(response.httpStatus == 200)
        #expect(
            json(response).hasPrefix(
                #"{"00081190":{"vr":"UR","Value":["http://h/studies/1.2"]},"00081199":{"vr":"SQ","Value":[{"00081150":{"vr":"UI","Value":["1.9"]},"00081155":{"vr":"UI","Value":["1.2.3.1"]},"00081190":{"vr":"UR","Value":["http://h/studies/1.2/series/1.3/instances/1.2.3.1"]}}"#
            ), "\(json(response))")
    }

    @Test func `some stored is 202, and each failure has its reason`() {
        var response = StoreInstancesResponse()
        response.failed(header(1), .duplicate)
        response.failed(nil, .notUnderstood)
        response.stored(header(2))
        response.stored(header(3, study: "1.5"))
        #expect(response.httpStatus == 202)
        let text = json(response)
        #expect(
            text.contains(
                #""00081198":{"vr":"SQ","Value":[{"00081150":{"vr":"UI","Value":["1.9"]},"00081155":{"vr":"UI","Value":["1.2.3.1"]},"00081197":{"vr":"US","Value":[273]}}]}"#
            ))
        #expect(text.contains(#""0008119A":{"vr":"SQ","Value":[{"00081197":{"vr":"US","Value":[49152]}}]}"#))
        // The instances are of two studies.
        #expect(!text.hasPrefix(#"{"00081190""#))
    }

    @Test func `none stored is 409, and 503 if there is no room`() {
        var response = StoreInstancesResponse()
        #expect(response.httpStatus == 409)
        response.failed(header(1), .outOfResources)
        #expect(response.httpStatus == 503)
        response.failed(header(2), .otherStudy)
        #expect(response.httpStatus == 409)
    }

    @Test func `the same is there in XML`() {
        var response = StoreInstancesResponse()
        response.failed(header(1), .duplicate)
        let text = String(decoding: NativeDICOMModel(response.elements(studies: "")).bytes, as: UTF8.self)
        #expect(text.contains(#"keyword="FailureReason"><Value number="1">273</Value>"#))
    }
}
