import Platform

extension AuditRecord {
    /// The message without confidential data: patient names and IDs and the content of queries are removed.
    ///
    /// Values are escaped, so a tag in the message is never part of a value.
    package var messageWithoutPatient: String {
        message
            .replacing(
                /(<ParticipantObjectIdentification ParticipantObjectID=")[^"]*(" ParticipantObjectTypeCode="1")/
            ) { "\($0.1)\($0.2)" }
            .replacing(
                /(ParticipantObjectTypeCode="1" [^>]*><ParticipantObjectIDTypeCode [^>]*\/>)<ParticipantObjectName>[^<]*</
            ) {
                "\($0.1)<ParticipantObjectName><"
            }
            .replacing(/<ParticipantObjectQuery>[^<]*</) { _ in "<ParticipantObjectQuery><" }
    }

    /// Hash of the previous message, in hexadecimal.
    package var hexadecimalPreviousHash: String { previousHash.hexadecimal }
}
