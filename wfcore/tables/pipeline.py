"""Tables about who is trained, who teaches, who stayed and what was promised; an analyst brings them."""

from wfcore.tables.columns import figure, reason, text
from wfcore.tables.placed import Placed


class LearnerRows(Placed):
    """People in training, one row for each place, group, year and route. Standing: a file replaces the list.

    A printed cell that names several routes is a row for each; one that says who qualifies besides
    fills both columns. What is not known yet is null with its reason, never 0.
    """

    learners = text("The group, by its id; null when nobody knows the printed name.", nullable=True)
    group_printed = text("The group, as printed.", nullable=True)
    of_year = text(
        "The year, such as `2024/25`, or `2024`; null when it cannot be read.", nullable=True
    )
    route = text("How they train, as printed; null for all routes together.", nullable=True)
    in_training = figure("people", "Those in training in the year.")
    in_training_missing = reason("in_training")
    qualify = figure("people", "Those who finish in the year, or are to.")
    qualify_missing = reason("qualify")
    printed = text("The cell as it was printed, where it holds more than a figure.", nullable=True)


class Supervision(Placed):
    """Who teaches whom in a network or practice, one row for each profession. Standing: a file replaces the list."""

    learners = text("The group taught, by its id; null when nobody knows the name.", nullable=True)
    group_printed = text("The profession, as printed.", nullable=True)
    educators = figure("people", "Those who may teach.")
    educators_missing = reason("educators")
    capacity = figure("learners", "Learners that could be taught at once.")
    capacity_missing = reason("capacity")
    taught = figure("people", "Learners there now.")
    taught_missing = reason("taught")
    aged_55 = figure("people", "Educators aged 55 or older.")
    aged_55_missing = reason("aged_55")
    rooms = figure("rooms", "Rooms that a learner can use.")
    rooms_missing = reason("rooms")


class Stayed(Placed):
    """What became of those who qualified, one row for each place, group and cohort. Standing: a file replaces the list.

    Who stayed in the ICB counts those who stayed here.
    """

    learners = text("The group, by its id; null when nobody knows the name.", nullable=True)
    group_printed = text("The group, as printed; null where the file says none.", nullable=True)
    cohort = text("The year they qualified in; null when it cannot be read.", nullable=True)
    qualified = figure("people", "Those who qualified.")
    qualified_missing = reason("qualified")
    stayed_here = figure("people", "Those who then worked in the place.")
    stayed_here_missing = reason("stayed_here")
    stayed_icb = figure("people", "Those who then worked in its ICB, the place included.")
    stayed_icb_missing = reason("stayed_icb")
    unknown = figure("people", "Those of whom nobody knows.")
    unknown_missing = reason("unknown")


class PromisedRows(Placed):
    """Posts promised and filled, one row for each place, programme, role and year. Standing."""

    programme = text("The programme, by its id; null when nobody knows the name.", nullable=True)
    programme_printed = text("The programme, as printed.", nullable=True)
    role = text("The role, as printed.", nullable=True)
    of_year = text("The year, such as `2024/25`; null where the file says none.", nullable=True)
    promised = figure("posts", "What was promised.")
    promised_missing = reason("promised")
    filled = figure("posts", "How many of them somebody holds.")
    filled_missing = reason("filled")
