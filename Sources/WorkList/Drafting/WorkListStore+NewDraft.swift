package import DICOMCore
package import Platform

extension WorkListStore {
    /// The draft of a claimed study: its report as JSON and the documents it was written as.
    package struct NewDraft: Sendable {
        /// The Basic Text SR first; at most one of each form.
        package let documents: [NewDocument]
        package let report: String
        package let modelName: String
        package let modelVersion: String
        package let weightsSHA256: String
        /// Seconds by stage, a JSON object.
        package let stageSeconds: String

        package init(
            documents: [NewDocument], report: String, modelName: String, modelVersion: String, weightsSHA256: String,
            stageSeconds: String
        ) {
            self.documents = documents
            self.report = report
            self.modelName = modelName
            self.modelVersion = modelVersion
            self.weightsSHA256 = weightsSHA256
            self.stageSeconds = stageSeconds
        }
    }

    /// One document of a draft.
    package struct NewDocument: Sendable {
        package let form: ReportForm
        package let header: InstanceHeader
        /// Relative to the state directory; durable already.
        package let path: String
        package let contents: DurableFile.Contents
        /// Names of the peers it is delivered to.
        package let destinations: [String]

        package init(
            form: ReportForm, header: InstanceHeader, path: String, contents: DurableFile.Contents,
            destinations: [String]
        ) {
            self.form = form
            self.header = header
            self.path = path
            self.contents = contents
            self.destinations = destinations
        }
    }
}
