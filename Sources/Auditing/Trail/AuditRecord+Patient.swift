extension AuditRecord {
    /// The message as anybody may see it: what patients are called and what was queried is left out.
    ///
    /// Values are escaped, so a tag of the message is none of their text.
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

    /// The hash of the message before, in hexadecimal.
    package var hexadecimalPreviousHash: String { AuditAnchor.hexadecimal(previousHash) }
}
