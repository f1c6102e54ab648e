/// The DICOM conformance statement (PS3.2 Annex N), in Markdown, made from the tables the node works by.
package enum ConformanceStatement {
    /// The whole document; the same text each time for the same program.
    package static var text: String {
        [
            overview, introduction, implementationModel, services, query, web, network, documents, security,
            characterSets, codes,
        ].joined(separator: "\n")
    }

    private static let overview = """
        # DICOM Conformance Statement: thoraxd

        <!-- Made by `make conformance` from the node's own tables; a test compares. Do not edit. -->

        ## N.1 Conformance statement overview

        thoraxd receives chest radiographs, drafts a report for each study with a report model, and hands the draft out as a
        DICOM Structured Report. Every draft is preliminary and unverified until a human signs it. The product is a node beside
        the archive, not the archive: unless the operator gives a peer the permission `commit`, it commits to nothing.

        \(serviceOverview)
        """

    private static let introduction = """
        ## N.3 Introduction

        For those who connect modalities, archives and workstations to this node. Section numbers follow PS3.2 Annex N where
        it has a section for the matter. What a table calls a default is a key of `etc/thoraxd.yaml`.

        """

    private static let implementationModel = """
        ## N.4 Implementation model

        One application entity. As acceptor it takes images, queries, retrievals and storage commitment requests; as
        requestor it sends drafts to the peers configured as destinations, moves objects to configured peers, and reports or
        asks for storage commitment. Peers and what each may do are named in the configuration; a caller that is not named is
        refused (`dicom.unknown_peers: refuse`) or, while the node is set up, served and remembered (`learn`).

        An object is acknowledged when its file, its directory entry and its row are on disk. Bytes are stored as they came:
        nothing is coerced. They go out as they are stored, or rewritten for a receiver that takes only Implicit VR (N.7). A
        late image opens a new revision whose report names the one it replaces.

        """
}
