import DICOMCore
import DICOMNetwork
import Testing

/// N-ACTION and N-EVENT-REPORT (PS3.7 10.3).
struct CommandSetNotificationsTests {
    private let sopClass = SOPClass.storageCommitmentPushModel
    private let instance = SOPClass.storageCommitmentPushModelInstance

    @Test func `an N-ACTION request has the requested instance, its response the affected one`() throws {
        let request = try CommandSet(
            decoding: CommandSet(action: 1, on: instance, of: sopClass, messageID: 7).encoded)
        #expect(request.field == .actionRequest && request.hasDataSet)
        #expect(request.text(.requestedSOPClassUID) == "1.2.840.10008.1.20.1")
        #expect(request.text(.requestedSOPInstanceUID) == "1.2.840.10008.1.20.1.1")
        #expect(request.text(.affectedSOPClassUID) == nil && request[.actionTypeID] == 1)
        let response = try CommandSet(
            decoding: CommandSet(respondingTo: request, status: .invalidArgumentValue).encoded)
        #expect(response.field == .actionResponse && !response.hasDataSet)
        #expect(response.text(.affectedSOPClassUID) == "1.2.840.10008.1.20.1")
        #expect(response.text(.affectedSOPInstanceUID) == "1.2.840.10008.1.20.1.1")
        #expect(response[.messageIDBeingRespondedTo] == 7 && response[.status] == 0x0115)
        #expect(response[.actionTypeID] == 1)
    }

    @Test func `an N-EVENT-REPORT and its response have the event type`() throws {
        let request = try CommandSet(
            decoding: CommandSet(reporting: 2, of: instance, of: sopClass, messageID: 3).encoded)
        #expect(request.field == .eventReportRequest && request[.eventTypeID] == 2)
        #expect(request.text(.affectedSOPInstanceUID) == "1.2.840.10008.1.20.1.1")
        let response = CommandSet(respondingTo: request, status: .success)
        #expect(response.field == .eventReportResponse && response[.eventTypeID] == 2)
        #expect(response.text(.affectedSOPInstanceUID) == "1.2.840.10008.1.20.1.1")
    }

}
