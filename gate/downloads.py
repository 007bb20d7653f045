"""A download that is made when it is asked for, and refused, says why beside its button; the others stay.

Streamlit would say “Failed to generate file for download” whatever it was.
"""

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError

from wfcore.errors import WorkforceError

_refused: dict[str, str] = {}  # what is asked for → why it was refused, until that is said


def name_refusals() -> None:
    """Tell Streamlit to say our refusals in our words."""
    make, answer = MediaFileManager.execute_deferred, DeferredFileHandler.handle

    def made(manager: MediaFileManager, file_id: str) -> str:
        try:
            return make(manager, file_id)
        except MediaFileStorageError as error:
            if isinstance(error.__cause__, WorkforceError):
                _refused[file_id] = str(error.__cause__)
            raise

    async def answered(
        handler: DeferredFileHandler, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        response = await answer(handler, request, session_id)
        why = _refused.pop(request.deferred_file.file_id, "")
        if why and response.error_msg:
            response.error_msg = why
        return response

    setattr(MediaFileManager, "execute_deferred", made)  # noqa: B010 - they are ours to say, not to type
    setattr(DeferredFileHandler, "handle", answered)  # noqa: B010
