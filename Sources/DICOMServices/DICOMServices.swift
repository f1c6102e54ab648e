// DICOMServices: DIMSE front: verification, storage, query and retrieve.
