"""Eight people: build, skin, hair and clothes."""

from dataclasses import dataclass

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Person:
    """One person.

    Attributes
    ----------
    gender, age, muscle, weight, height, proportions : from 0 to 1
        In the units of anny: gender 0 male to 1 female, age 0.67 young adult to 1 old.
    sleeve_m, leg_m : metres
        Length of sleeves and trouser legs along the limb.
    bun : whether the hair is tied up.
    """

    gender: float
    age: float
    muscle: float
    weight: float
    height: float
    proportions: float
    skin: Colour
    hair: Colour
    shirt: Colour
    pants: Colour
    shoe: Colour
    sleeve_m: float
    leg_m: float
    bun: bool

    @property
    def phenotype(self) -> dict[str, float]:
        """Parameters of anny for this person."""
        names = ("gender", "age", "muscle", "weight", "height", "proportions")
        return {name: getattr(self, name) for name in names}


# fmt: off
PEOPLE = (
    Person(0.05, .70, .65, .48, 0.48, .6,
           (.80, .60, .48), (.10, .07, .05), (.15, .28, .55),
           (.08, .08, .10), (.85, .85, .85), .20, .36, False),
    Person(0.95, .68, .55, .45, 0.42, .7,
           (.86, .67, .56), (.28, .17, .09), (.62, .16, .28),
           (.10, .10, .14), (.90, .45, .50), .14, .84, True),
    Person(0.05, .80, .45, .70, 0.44, .4,
           (.72, .52, .40), (.22, .20, .18), (.45, .47, .48),
           (.13, .18, .30), (.20, .20, .22), .24, .46, False),
    Person(0.95, .78, .45, .66, 0.40, .4,
           (.50, .33, .24), (.05, .04, .04), (.18, .50, .46),
           (.12, .12, .13), (.75, .75, .78), .20, .84, True),
    Person(0.05, .70, .85, .55, 0.55, .7,
           (.36, .23, .17), (.03, .03, .03), (.80, .78, .72),
           (.30, .31, .33), (.80, .30, .15), .06, .40, False),
    Person(0.90, .68, .60, .35, 0.48, .8,
           (.90, .73, .63), (.55, .38, .18), (.10, .12, .14),
           (.36, .22, .48), (.92, .92, .92), .05, .84, True),
    Person(0.10, .90, .45, .55, 0.40, .5,
           (.83, .64, .54), (.62, .60, .58), (.42, .12, .12),
           (.22, .24, .22), (.30, .32, .40), .26, .82, False),
    Person(0.90, .88, .40, .60, 0.38, .5,
           (.80, .62, .52), (.66, .63, .60), (.30, .42, .62),
           (.25, .25, .30), (.60, .62, .66), .30, .84, False),
)
# fmt: on
