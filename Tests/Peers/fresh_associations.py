"""Operations of pynetdicom, each on an association of its own.

On a busy machine pynetdicom 3.0.4 loses responses of an association that had an operation before: its reactor has not
paused again when the next one begins, and takes the response for a request.
"""
import types


class FreshAssociations:
    """Has the operations of an association, such as `send_c_find`; what they yield comes as a list."""

    def __init__(self, ae, port, **options):
        self.ae, self.port, self.options = ae, port, options

    def __getattr__(self, operation):
        def run(*arguments):
            association = self.ae.associate("127.0.0.1", self.port, ae_title="THORAXD", **self.options)
            assert association.is_established
            try:
                result = getattr(association, operation)(*arguments)
                return list(result) if isinstance(result, types.GeneratorType) else result
            finally:
                association.release()

        return run
