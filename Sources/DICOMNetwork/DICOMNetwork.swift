// DICOMNetwork: associations as acceptor.
